//! Whose call it is, and what is different for that tenant: numbers, time zone, what its own order codes mean, what it mutes, how long an
//! override holds.
//!
//! A tenant is recognised by the base address of the FHIR server that the call names. Every other call, also one that names none, is the
//! default tenant's, whose settings stand outside `[[tenants]]`.

mod base_url;
mod caller;
mod muting;

pub use base_url::{BaseUrl, BaseUrlError};
pub use caller::Caller;
pub use muting::Muting;

use crate::{
    app::{StartError, listed},
    overrides::{Overriding, Secret},
    settings::{Settings, SettingsError, TenantSettings},
};
use foramen_facts::OrderMap;
use foramen_protocol::{Catalog, Profile};
use jiff::{SignedDuration, tz::TimeZone};
use std::{collections::BTreeSet, fs, io, path::Path};
use toml::Spanned;

/// A tenant, checked.
#[derive(Debug, Clone)]
pub struct Tenant {
    /// Its name; part of the names of cards.
    pub id: String,
    /// Its numbers: a profile, and what it moved.
    pub profile: Profile,
    /// Whose day is today.
    pub zone: TimeZone,
    /// What it does not want to see.
    pub muting: Muting,
    /// How long an override holds; none if nothing is hidden.
    pub overriding: Option<Overriding>,
    /// What its own order codes and names mean.
    pub orders: Option<OrderMap>,
}

/// All tenants.
#[derive(Debug)]
pub struct Tenants {
    default: Tenant,
    others: Vec<(BTreeSet<BaseUrl>, Tenant)>,
}

impl Tenant {
    /// A tenant that mutes nothing and hides nothing.
    pub fn new(id: impl Into<String>, profile: Profile, zone: TimeZone) -> Self {
        Self {
            id: id.into(),
            profile,
            zone,
            muting: Muting::default(),
            overriding: None,
            orders: None,
        }
    }

    /// The tenant of every call that names no FHIR server of another one.
    fn default(settings: &Settings, catalog: &Catalog) -> Result<Self, StartError> {
        let said = TenantSettings {
            id: Spanned::new(0..0, settings.tenant.clone()),
            fhir_servers: Vec::new(),
            profile: None,
            time_zone: None,
            set: settings.set.clone(),
            muting: settings.muting.clone(),
            override_window: settings.override_window.clone(),
            override_secret_file: settings.override_secret_file.clone(),
            order_map: settings.order_map.clone(),
        };
        Self::of(&said, settings, catalog)
    }

    fn of(
        said: &TenantSettings,
        settings: &Settings,
        catalog: &Catalog,
    ) -> Result<Self, StartError> {
        let at = |span, error: StartError| settings.mistake(span, error.to_string());
        let mut profile = match &said.profile {
            Some(name) => {
                profile(name.get_ref(), catalog).map_err(|error| at(name.span(), error))?
            }
            None => profile(&settings.profile, catalog)?,
        };
        for (name, word) in &said.set {
            let known = catalog.content().parameters.contains_key(&**name.get_ref());
            let span = if known { word.span() } else { name.span() };
            profile
                .set(catalog, name.get_ref(), &word.get_ref().0)
                .map_err(|says| settings.mistake(span, says))?;
        }
        let zone = match &said.time_zone {
            Some(name) => zone(name.get_ref()).map_err(|error| at(name.span(), error))?,
            None => zone(&settings.time_zone)?,
        };
        Ok(Self {
            id: said.id.get_ref().clone(),
            profile,
            zone,
            muting: Muting::of(&said.muting, settings, catalog)?,
            overriding: overriding(said, settings)?,
            orders: said.order_map.as_deref().map(orders).transpose()?,
        })
    }
}

impl Tenants {
    /// Checks what the settings say of them.
    pub fn of(settings: &Settings, catalog: &Catalog) -> Result<Self, StartError> {
        let default = Tenant::default(settings, catalog)?;
        let mut names = BTreeSet::from([default.id.clone()]);
        let mut taken = BTreeSet::new();
        let mut others = Vec::new();
        for said in &settings.tenants {
            let tenant = Tenant::of(said, settings, catalog)?;
            if tenant.id.is_empty() || !names.insert(tenant.id.clone()) {
                let says =
                    "id: every tenant has a name of its own, also other than that of `tenant`";
                return Err(settings.mistake(said.id.span(), says).into());
            }
            others.push((servers(said, settings, &mut taken)?, tenant));
        }
        Ok(Self { default, others })
    }

    /// The tenant of a call by the FHIR server that it names.
    pub fn by_server(&self, server: Option<&str>) -> &Tenant {
        let server = server.and_then(|server| BaseUrl::parse(server).ok());
        let found = server.and_then(|server| {
            let mut others = self.others.iter();
            others.find(|(servers, _)| servers.contains(&server))
        });
        found.map_or(&self.default, |(_, tenant)| tenant)
    }
}

fn profile(name: &str, catalog: &Catalog) -> Result<Profile, StartError> {
    let found = catalog.profile(name).cloned();
    found.ok_or_else(|| StartError::Profile {
        name: name.to_owned(),
        accepted: listed(catalog.content().profiles.keys()),
    })
}

fn zone(name: &str) -> Result<TimeZone, StartError> {
    TimeZone::get(name).map_err(|_| StartError::Zone(name.to_owned()))
}

/// The servers of a tenant; one that another tenant has too would leave open whose call it is.
fn servers(
    said: &TenantSettings,
    settings: &Settings,
    taken: &mut BTreeSet<BaseUrl>,
) -> Result<BTreeSet<BaseUrl>, SettingsError> {
    let mut servers = BTreeSet::new();
    for server in &said.fhir_servers {
        let refused = |says: &str| settings.mistake(server.span(), format!("fhir_servers: {says}"));
        let url = BaseUrl::parse(server.get_ref()).map_err(|error| refused(&error.to_string()))?;
        if !taken.insert(url.clone()) {
            return Err(refused(
                "this address is listed twice; every server has one tenant",
            ));
        }
        servers.insert(url);
    }
    if servers.is_empty() {
        let says = "fhir_servers: it is empty, so that no call would be this tenant's; list the base addresses of its FHIR servers";
        return Err(settings.mistake(said.id.span(), says));
    }
    Ok(servers)
}

fn orders(path: &Path) -> Result<OrderMap, SettingsError> {
    let text = fs::read_to_string(path).map_err(|error| unreadable(path, error))?;
    foramen_protocol::order_map(&path.display().to_string(), &text).map_err(SettingsError::OrderMap)
}

/// The longest window: what was overridden longer ago is worth another look.
const LONGEST_WINDOW_DAYS: i64 = 90;

fn overriding(
    said: &TenantSettings,
    settings: &Settings,
) -> Result<Option<Overriding>, SettingsError> {
    let Some(text) = &said.override_window else {
        return Ok(None);
    };
    let refused = |says: &str| settings.mistake(text.span(), format!("override_window: {says}"));
    let window = window(text.get_ref()).ok_or_else(|| {
        refused("write hours or days, such as \"12 h\" or \"14 d\", at most \"90 d\"; \"0 d\" hides nothing")
    })?;
    if window.is_zero() {
        return Ok(None);
    }
    let Some(path) = &said.override_secret_file else {
        return Err(refused(
            "overrides are kept under a secret of the tenant; name its file in override_secret_file",
        ));
    };
    let secret = read_secret(path)?;
    let secret = secret.ok_or_else(|| {
        refused("the file of override_secret_file is too short; write at least 32 random bytes, such as `openssl rand -hex 32` prints")
    })?;
    Ok(Some(Overriding { secret, window }))
}

fn window(text: &str) -> Option<SignedDuration> {
    let (number, unit) = text.trim().split_once(' ')?;
    let number: i64 = number.parse().ok()?;
    let hours = match unit {
        "h" => number,
        "d" => number.checked_mul(24)?,
        _ => return None,
    };
    (0..=LONGEST_WINDOW_DAYS * 24)
        .contains(&hours)
        .then(|| SignedDuration::from_hours(hours))
}

fn read_secret(path: &Path) -> Result<Option<Secret>, SettingsError> {
    let bytes = fs::read(path).map_err(|error| unreadable(path, error))?;
    Ok(Secret::new(&bytes))
}

/// A file that the settings name, and that cannot be read.
fn unreadable(path: &Path, error: io::Error) -> SettingsError {
    SettingsError::Unreadable {
        path: path.to_owned(),
        error,
    }
}
