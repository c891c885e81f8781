from postlint.post import Post as Post
from postlint.post import lint_post as lint_post

__version__: str
