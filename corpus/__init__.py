"""What we read: methodology text, glossary, backtest outputs, and the index over the words."""
