"""The chapters of the annual report: from results and facts to nodes, one file each."""
