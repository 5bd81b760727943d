"""The nouns: small frozen records that know nothing of the code that makes or shows them."""
