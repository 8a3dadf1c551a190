//! The composition root: settings, catalogue and clock put together once, for `serve`, the other commands and the tests.

use crate::{
    form::{Form, FormError},
    hooks::{self, HooksError},
    overrides::{NoOverrides, Overrides},
    pipeline::{self, Answer, CallError, Explanation, Setup},
    settings::{Settings, SettingsError},
    tenants::{BaseUrl, Tenant, Tenants},
};
use foramen_cds::{Discovery, Hook, HookRequest, RequestError, Service, Template, TemplateError};
use foramen_protocol::{Catalog, format::ServiceText};
use jiff::{Timestamp, civil::Date};

/// Where the time comes from, so that tests can fix it.
pub trait Clock: Send + Sync {
    /// The present instant.
    fn now(&self) -> Timestamp;
}

/// The machine's clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }
}

/// Why the service does not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The settings.
    #[error(transparent)]
    Settings(#[from] SettingsError),
    /// The folder of medicine.
    #[error(transparent)]
    Hooks(#[from] HooksError),
    /// The form that is served.
    #[error(transparent)]
    Form(#[from] FormError),
    /// A prefetch query that no client could fill.
    #[error("service {service}, prefetch {key}: {error}; `foramen check` shows the place")]
    Prefetch {
        /// The service.
        service: String,
        /// The prefetch key.
        key: String,
        /// What is wrong.
        error: TemplateError,
    },
    /// A profile that the catalogue does not have.
    #[error("profile: \"{name}\" is not in hooks/profiles; accepted: {accepted}")]
    Profile {
        /// The profile that was asked for.
        name: String,
        /// Those that there are.
        accepted: String,
    },
    /// A time zone that does not exist.
    #[error(
        "time_zone: \"{0}\" is no IANA time zone; write for example \"Europe/Berlin\" or \"UTC\""
    )]
    Zone(String),
}

/// Why a call has no answer. Each is the caller's to mend.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    /// No service of this name.
    #[error("no service has this id; known are {known}")]
    UnknownService {
        /// The ids that discovery lists.
        known: String,
    },
    /// No service answers this hook.
    #[error("`hook` is answered by no service; discovery lists the hooks of each")]
    UnservedHook,
    /// The body.
    #[error(transparent)]
    Request(#[from] RequestError),
    /// What the body says.
    #[error(transparent)]
    Call(#[from] CallError),
}

/// A service that is ready to answer.
#[derive(Debug)]
pub struct App {
    /// The medicine.
    pub catalog: Catalog,
    /// How it is run.
    pub settings: Settings,
    tenants: Tenants,
    overrides: Box<dyn Overrides>,
    form: Option<Form>,
    form_link: Option<String>,
    discovery: Discovery,
}

impl App {
    /// Loads and checks everything, so that a call cannot fail for a reason that was known beforehand.
    pub fn start(settings: Settings) -> Result<Self, StartError> {
        settings.check()?;
        let catalog = hooks::catalog(settings.hooks.as_deref())?;
        let tenants = Tenants::of(&settings, &catalog)?;
        let form = catalog.content().questionnaire.as_deref();
        let form = form.map(Form::read).transpose()?;
        let form_link = public_url(&settings)?
            .zip(form.as_ref())
            .map(|(public, form)| format!("{}{}", public.as_str(), form.path()));
        let discovery = discovery(&catalog.content().services)?;
        Ok(Self {
            catalog,
            settings,
            tenants,
            overrides: Box::new(NoOverrides),
            form,
            form_link,
            discovery,
        })
    }

    /// The same, remembering overrides.
    #[must_use]
    pub fn with_overrides(mut self, overrides: impl Overrides + 'static) -> Self {
        self.overrides = Box::new(overrides);
        self
    }

    /// What the services say about themselves: one entry for each service and hook.
    pub fn discovery(&self) -> &Discovery {
        &self.discovery
    }

    /// The form whose answers are read.
    pub fn form(&self) -> Option<&Form> {
        self.form.as_ref()
    }

    /// The service of an id.
    pub fn service(&self, id: &str) -> Result<&ServiceText, Refusal> {
        let services = &self.catalog.content().services;
        let found = services.iter().find(|service| &*service.id == id);
        found.ok_or_else(|| Refusal::UnknownService {
            known: listed(services.iter().map(|service| &service.id)),
        })
    }

    /// The first service that answers a hook.
    pub fn service_for(&self, hook: Hook) -> Result<&ServiceText, Refusal> {
        let found = self
            .discovery
            .services
            .iter()
            .find(|service| service.hook == hook);
        self.service(&found.ok_or(Refusal::UnservedHook)?.id)
    }

    /// Answers a call of a service.
    pub fn call(&self, service: &str, body: &[u8], now: Timestamp) -> Result<Answer, Refusal> {
        let service = self.service(service)?;
        self.answer(service, &HookRequest::parse(body)?, now)
    }

    /// Answers a request that was read already.
    pub fn answer(
        &self,
        service: &ServiceText,
        request: &HookRequest<'_>,
        now: Timestamp,
    ) -> Result<Answer, Refusal> {
        Ok(pipeline::answer(
            &self.setup(service, request, now),
            request,
        )?)
    }

    /// Explains the answer to a request that was read already.
    pub fn explain(
        &self,
        service: &ServiceText,
        request: &HookRequest<'_>,
        now: Timestamp,
    ) -> Result<Explanation, Refusal> {
        Ok(pipeline::explain(
            &self.setup(service, request, now),
            request,
        )?)
    }

    fn setup<'a>(
        &'a self,
        service: &'a ServiceText,
        request: &HookRequest<'_>,
        now: Timestamp,
    ) -> Setup<'a> {
        let tenant = self.tenants.by_server(request.fhir_server.as_deref());
        Setup {
            form: self.form_link.as_deref(),
            catalog: &self.catalog,
            service,
            tenant,
            overrides: &*self.overrides,
            today: self.day(tenant, request, now),
            now,
        }
    }

    /// The day of a call: the one that a fixture states, else the local day. There is no other way of running than development, and
    /// whoever adds one must ask for it here.
    fn day(&self, tenant: &Tenant, request: &HookRequest<'_>, now: Timestamp) -> Date {
        let crate::settings::Running::Development = self.settings.running;
        let stated = request.extension.and_then(pipeline::as_of);
        stated.unwrap_or_else(|| now.to_zoned(tenant.zone.clone()).date())
    }
}

/// The address under which clients reach the service.
fn public_url(settings: &Settings) -> Result<Option<BaseUrl>, SettingsError> {
    let Some(text) = &settings.public_url else {
        return Ok(None);
    };
    let read = BaseUrl::parse(text.get_ref()).map(Some);
    read.map_err(|error| settings.mistake(text.span(), format!("public_url: {error}")))
}

fn discovery(services: &[ServiceText]) -> Result<Discovery, StartError> {
    let mut discovery = Discovery::default();
    for service in services {
        for hook in Hook::ALL.iter().filter(|hook| {
            service
                .hooks
                .iter()
                .any(|served| served.word() == hook.as_str())
        }) {
            let mut entry = Service::new(*hook, &*service.id, &service.description);
            entry.title = Some(service.title.clone());
            entry
                .usage_requirements
                .clone_from(&service.usage_requirements);
            for wanted in &service.prefetch {
                let template =
                    Template::parse(&wanted.query).map_err(|error| StartError::Prefetch {
                        service: service.id.to_string(),
                        key: wanted.key.to_string(),
                        error,
                    })?;
                entry.prefetch.insert(wanted.key.to_string(), template);
            }
            discovery.services.push(entry);
        }
    }
    Ok(discovery)
}

pub(crate) fn listed(words: impl Iterator<Item = impl AsRef<str>>) -> String {
    words
        .map(|word| word.as_ref().to_owned())
        .collect::<Vec<_>>()
        .join(", ")
}
