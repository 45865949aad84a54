"""How good results are and what changed in them: scores, differences, facts and floors."""
