//! CDS Hooks as clients speak it.

#[cfg(test)]
mod context;
#[cfg(test)]
mod feedback;
#[cfg(test)]
mod prefetch;
#[cfg(test)]
mod reply;
#[cfg(test)]
mod request;
#[cfg(test)]
mod template;
