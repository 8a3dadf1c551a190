//! Boundary conditions 5 and 6 of protocol section 11, over generated facts.
