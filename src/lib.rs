//! foramen
