"""What becomes of a batch after it was made: it is corrected, packed, signed, received, compared, merged and split."""
