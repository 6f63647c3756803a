"""How fast: figures, import and the printed report, against something measured in the same run."""
