"""How things move: series, base rates, rules."""
