"""Pictures and what stands for them."""
