"""The words of the documents in other languages than English, one module each."""
