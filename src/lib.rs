//! foramen: a CDS Hooks service for neck and back pain.
//!
//! | module | what it is |
//! |---|---|
//! | [`pipeline`] | the one place that orders the stages: request → record → facts → decision → cards |
//! | [`cards`] | a decision in words, and as FHIR orders |
//! | [`export`] | the catalogue as FHIR definitions, for other tools |
//! | [`hooks`] | the folder of reviewed medicine, embedded or from a directory |
//! | [`pages`] | what that folder says, as pages for clinicians |
//! | [`form`] | the form whose answers are read |
//! | [`app`] | the composition root, used by `serve` and by the tests |
//! | [`http`] | the edge: routes, limits, CORS, the one table of errors |
//! | [`cli`] | the command line |
//! | [`settings`] | how the service is run |
//! | [`tenants`] | whose call it is, and what is different for that tenant |
//! | [`overrides`] | which cards were overridden, and so are not shown again for a while |

pub mod app;
pub mod cards;
pub mod cli;
pub mod export;
pub mod form;
pub mod hooks;
pub mod http;
pub mod overrides;
pub mod pages;
pub mod pipeline;
pub mod settings;
pub mod tenants;
