//! The base address of a FHIR server, in the one form by which two spellings of it are compared.

use url::{Host, Url};

/// A base address: scheme and host in lower case, no port that the scheme has anyway, no slash at the end.
///
/// ```
/// use foramen::tenants::BaseUrl;
///
/// let written = BaseUrl::parse("HTTPS://Ehr.Example:443/fhir/R4/");
/// assert_eq!(written, BaseUrl::parse("https://ehr.example/fhir/R4"));
/// assert_ne!(written, BaseUrl::parse("https://ehr.example/fhir/r4"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct BaseUrl(String);

/// Why an address is no base address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BaseUrlError {
    /// Not an absolute `https` or `http` address.
    #[error("it is no absolute address; write for example \"https://ehr.example/fhir\"")]
    NotAnAddress,
    /// Unencrypted, and not on this machine.
    #[error("http is for this machine alone; use https")]
    NotEncrypted,
    /// Something that a base address does not have.
    #[error("a base address has no user, no query and no fragment; leave them out")]
    TooMuch,
}

impl BaseUrl {
    /// Reads an address that is configured: https, or http on this machine.
    pub fn parse(text: &str) -> Result<Self, BaseUrlError> {
        let url = Url::parse(text.trim()).map_err(|_| BaseUrlError::NotAnAddress)?;
        match (url.scheme(), url.host()) {
            ("https", Some(_)) => {}
            ("http", Some(host)) if is_this_machine(&host) => {}
            ("http", Some(_)) => return Err(BaseUrlError::NotEncrypted),
            _ => return Err(BaseUrlError::NotAnAddress),
        }
        let has_user = !url.username().is_empty() || url.password().is_some();
        if has_user || url.query().is_some() || url.fragment().is_some() {
            return Err(BaseUrlError::TooMuch);
        }
        Ok(Self(url.as_str().trim_end_matches('/').to_owned()))
    }

    /// The address, without a slash at the end.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn is_this_machine(host: &Host<&str>) -> bool {
    match host {
        Host::Domain(name) => *name == "localhost",
        Host::Ipv4(address) => address.is_loopback(),
        Host::Ipv6(address) => address.is_loopback(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("https://ehr.example/fhir")]
    #[case("https://ehr.example/fhir/")]
    #[case("https://ehr.example/fhir//")]
    #[case("https://EHR.example:443/fhir")]
    #[case(" HTTPS://ehr.example/fhir ")]
    #[case("https://ehr.example/other/../fhir")]
    fn one_address_has_many_spellings(#[case] text: &str) {
        assert_eq!(
            BaseUrl::parse(text).unwrap().as_str(),
            "https://ehr.example/fhir"
        );
    }

    #[rstest]
    #[case("https://ehr.example/FHIR")]
    #[case("https://ehr.example:8443/fhir")]
    #[case("https://ehr.example/fhir/R4")]
    #[case("https://ehr.example")]
    #[case("https://ehr.example.org/fhir")]
    #[case("https://ehr.example@other.example/fhir")]
    #[case("http://localhost/fhir")]
    fn what_is_another_address_stays_another(#[case] text: &str) {
        assert_ne!(
            BaseUrl::parse(text),
            BaseUrl::parse("https://ehr.example/fhir")
        );
    }

    #[rstest]
    #[case("ehr.example/fhir", BaseUrlError::NotAnAddress)]
    #[case("", BaseUrlError::NotAnAddress)]
    #[case("ftp://ehr.example/fhir", BaseUrlError::NotAnAddress)]
    #[case("http://ehr.example/fhir", BaseUrlError::NotEncrypted)]
    #[case("https://user:word@ehr.example/fhir", BaseUrlError::TooMuch)]
    #[case("https://ehr.example/fhir?a=b", BaseUrlError::TooMuch)]
    #[case("https://ehr.example/fhir#a", BaseUrlError::TooMuch)]
    fn what_is_no_base_address_says_why(#[case] text: &str, #[case] error: BaseUrlError) {
        assert_eq!(BaseUrl::parse(text), Err(error));
    }

    #[rstest]
    #[case("http://localhost:8080/")]
    #[case("http://127.0.0.1:8080")]
    #[case("http://[::1]:8080")]
    fn this_machine_may_be_reached_unencrypted(#[case] text: &str) {
        assert!(BaseUrl::parse(text).is_ok());
    }
}
