"""The roster: who works where, in which role, on which days. The only room that knows names."""
