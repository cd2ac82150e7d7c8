"""How people reach parley: the command line; later HTTP and pages."""
