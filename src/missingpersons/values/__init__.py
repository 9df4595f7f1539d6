"""One module for each kind of value: what is well formed, what its check says, what its normal form is."""
