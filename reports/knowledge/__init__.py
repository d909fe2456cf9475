"""The knowledge base: answers as articles that a publisher puts his name to, and the site around them."""
