"""``make fit``: finds the coefficients of the embedded evaluator on human-graded data. Not part of the product."""
