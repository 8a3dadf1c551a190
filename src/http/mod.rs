//! The edge: routes, limits, CORS, request ids and the one table of errors.
//!
//! | route | what it gives |
//! |---|---|
//! | `GET /cds-services` | discovery |
//! | `POST /cds-services/{id}` | cards |
//! | `POST /cds-services/{id}/feedback` | nothing yet: what became of a card is read and checked, and kept once there is a store |
//! | `GET /fhir/Questionnaire/{id}` | the form whose answers are read |
//! | `GET /healthz` | `ok` |
//! | `GET /` | a page that names the other addresses |
//!
//! Every reply bears an `x-request-id`, and every one that is not a success is an OperationOutcome that names it. Only what is no HTTP at all
//! is refused below this layer, with an empty 400.
//!
//! A call is answered on the worker that read it: that takes few milliseconds, less than handing it to another thread under load is worth.

mod body;
mod cors;
mod error;
mod fixed;
mod form;
mod log;
mod routes;

pub use error::{EdgeError, Kind};

use crate::app::{App, Clock};
use actix_web::{
    HttpServer,
    dev::Server,
    middleware::{Compress, NormalizePath, from_fn},
    web::{self, Bytes},
};
use std::{
    io,
    net::{Ipv4Addr, SocketAddr},
    sync::Arc,
};

/// What every worker shares.
pub(crate) struct Edge {
    app: Arc<App>,
    clock: Arc<dyn Clock>,
    /// Discovery as it is sent: it never changes while the service runs.
    discovery: Bytes,
}

/// A server that has its port.
pub struct Listening {
    /// Where it listens, with the port that the system chose if none was asked for.
    pub address: SocketAddr,
    /// Serves once it is awaited, until the process is asked to end; calls that are under way are answered.
    pub server: Server,
}

/// Takes the port of the settings. Needs a running actix system.
pub fn listen(app: Arc<App>, clock: Arc<dyn Clock>) -> io::Result<Listening> {
    let asked = app.settings.listen;
    let discovery = Bytes::from(serde_json::to_vec(app.discovery())?);
    let edge = web::Data::new(Edge {
        app,
        clock,
        discovery,
    });
    let server = HttpServer::new(move || {
        actix_web::App::new()
            .app_data(edge.clone())
            // The last one wraps all the others.
            .wrap(NormalizePath::trim())
            .wrap(Compress::default())
            .wrap(cors::any_origin())
            .wrap(from_fn(log::observe))
            .configure(routes::all)
    })
    .bind(asked)?;
    let address = server
        .addrs()
        .first()
        .copied()
        .unwrap_or(SocketAddr::from((Ipv4Addr::LOCALHOST, asked.port())));
    Ok(Listening {
        address,
        server: server.run(),
    })
}
