//! The grammar of templates.

use winnow::{
    ModalResult, Parser,
    ascii::{dec_uint, multispace0, multispace1},
    combinator::{alt, cut_err, delimited, eof, opt, preceded, repeat, separated, terminated},
    error::{ContextError, StrContext, StrContextValue},
    token::{one_of, take_while},
};

use super::{Parameter, Part, Query, Template, TemplateError, Token, UserKind};

pub(super) fn parse(text: &str) -> Result<Template, TemplateError> {
    template.parse(text).map_err(|error| TemplateError {
        offset: error.offset(),
        accepted: accepted(error.inner()),
    })
}

/// The innermost expectation.
fn accepted(error: &ContextError) -> &'static str {
    let mut expected = error.context().filter_map(|context| match context {
        StrContext::Expected(StrContextValue::Description(words)) => Some(*words),
        _ => None,
    });
    expected.next().unwrap_or("the end of the template")
}

fn expected(words: &'static str) -> StrContext {
    StrContext::Expected(StrContextValue::Description(words))
}

fn template(input: &mut &str) -> ModalResult<Template> {
    let resource_type = resource_type
        .context(expected("a FHIR type such as `Condition`"))
        .parse_next(input)?;
    let query = alt((preceded('/', cut_err(read)), preceded('?', cut_err(search))))
        .context(expected("`/` and an id, or `?` and search parameters"))
        .parse_next(input)?;
    Ok(Template {
        resource_type,
        query,
    })
}

fn resource_type(input: &mut &str) -> ModalResult<String> {
    let letters = take_while(0.., |c: char| c.is_ascii_alphanumeric());
    (one_of('A'..='Z'), letters)
        .take()
        .map(str::to_owned)
        .parse_next(input)
}

fn read(input: &mut &str) -> ModalResult<Query> {
    let id = take_while(1.., |c: char| {
        c.is_ascii_alphanumeric() || matches!(c, '-' | '.')
    });
    let text = id.map(|id: &str| Part::Text(id.to_owned()));
    let part = alt((token.map(Part::Token), text))
        .context(expected("an id or a token in `{{` and `}}`"))
        .parse_next(input)?;
    eof.context(expected("the end of the template"))
        .parse_next(input)?;
    Ok(Query::Read(part))
}

fn search(input: &mut &str) -> ModalResult<Query> {
    let parameters = separated(1.., cut_err(parameter), '&').parse_next(input)?;
    cut_err(eof)
        .context(expected(
            "more of the value, `&` and a parameter, or the end",
        ))
        .parse_next(input)?;
    Ok(Query::Search(parameters))
}

fn parameter(input: &mut &str) -> ModalResult<Parameter> {
    let name = word
        .map(str::to_owned)
        .context(expected("the name of a search parameter"))
        .parse_next(input)?;
    let modifier = (word, repeat::<_, _, (), _, _>(0.., (':', word))).take();
    let modifier = opt(preceded(':', cut_err(modifier)).map(str::to_owned))
        .context(expected("a modifier such as `in`"))
        .parse_next(input)?;
    '='.context(expected("`=` and a value")).parse_next(input)?;
    let value = repeat(1.., part)
        .context(expected(
            "a value: text without `&`, `#`, braces and blanks, or a token in `{{` and `}}`",
        ))
        .parse_next(input)?;
    Ok(Parameter {
        name,
        modifier,
        value,
    })
}

fn word<'i>(input: &mut &'i str) -> ModalResult<&'i str> {
    take_while(1.., |c: char| {
        c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.')
    })
    .parse_next(input)
}

fn part(input: &mut &str) -> ModalResult<Part> {
    let is_plain = |c: char| c.is_ascii_graphic() && !matches!(c, '&' | '#' | '{' | '}');
    let text = take_while(1.., is_plain);
    alt((
        token.map(Part::Token),
        text.map(|text: &str| Part::Text(text.to_owned())),
    ))
    .parse_next(input)
}

fn token(input: &mut &str) -> ModalResult<Token> {
    let close = (multispace0, "}}").context(expected("`}}`"));
    delimited(
        ("{{", multispace0),
        cut_err(alt((context, user, today)).context(expected(
            "`context.` and a field, `userPractitionerId`, `userPractitionerRoleId`, `userPatientId`, \
             `userRelatedPersonId`, `today()`, or `today()` with `+` or `-` and a number of days",
        ))),
        cut_err(close),
    )
    .parse_next(input)
}

fn context(input: &mut &str) -> ModalResult<Token> {
    let letters = || take_while(0.., |c: char| c.is_ascii_alphanumeric() || c == '_');
    let field = move || {
        (
            one_of(|c: char| c.is_ascii_alphabetic() || c == '_'),
            letters(),
        )
    };
    let path = (
        field(),
        repeat::<_, _, (), _, _>(0.., ('.', cut_err(field()))),
    )
        .take()
        .context(expected("the name of a context field"));
    preceded("context.", cut_err(path))
        .map(|path: &str| Token::Context(path.to_owned()))
        .parse_next(input)
}

fn user(input: &mut &str) -> ModalResult<Token> {
    let kind = alt((
        "PractitionerRole".value(UserKind::PractitionerRole),
        "Practitioner".value(UserKind::Practitioner),
        "Patient".value(UserKind::Patient),
        "RelatedPerson".value(UserKind::RelatedPerson),
    ));
    delimited("user", kind, "Id")
        .map(Token::User)
        .parse_next(input)
}

fn today(input: &mut &str) -> ModalResult<Token> {
    let sign = alt(('+'.value(1), '-'.value(-1)));
    let days = terminated(dec_uint::<_, u32, _>, (multispace1, "days"))
        .context(expected("a number and `days`"));
    let offset = (delimited(multispace0, sign, multispace0), cut_err(days));
    preceded("today()", opt(offset))
        .map(|offset: Option<(i64, u32)>| Token::Today {
            days: offset.map_or(0, |(sign, days)| sign * i64::from(days)),
        })
        .parse_next(input)
}
