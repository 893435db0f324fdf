"""Speed, memory and accuracy on real projects; run by hand, never a test."""
