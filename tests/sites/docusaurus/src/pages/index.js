export default function Home() {
  return <main id="home">Acme</main>;
}
