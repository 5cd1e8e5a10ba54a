//! Method and path of a function at a REST server.

/// Method and path: `POST /v1/families/{family_id}/bookings`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Route {
    /// `GET`, `POST`, `PUT`, `PATCH` or `DELETE`.
    pub method: String,
    /// The path as it is written.
    pub path: String,
    /// Its parameters in their order.
    pub parameters: Vec<String>,
    /// The answer is one row as an object, though the function may give rows; none is 404.
    pub row: bool,
}

const METHODS: [&str; 5] = ["GET", "POST", "PUT", "PATCH", "DELETE"];

impl Route {
    /// Reads a route.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn parse(text: &str) -> Result<Self, String> {
        let Some((method, path)) = text.split_once(' ') else {
            return Err("it is no method and path".to_owned());
        };
        if !METHODS.contains(&method) {
            return Err(format!("`{method}` is none of {}", METHODS.join(", ")));
        }
        if !path.starts_with('/') || (path.len() > 1 && path.ends_with('/')) {
            return Err("a path begins with `/` and does not end with one".to_owned());
        }
        let mut parameters: Vec<String> = Vec::new();
        for part in path.split('/').skip(1).filter(|_| path.len() > 1) {
            let parameter = part.strip_prefix('{').and_then(|rest| rest.strip_suffix('}'));
            match parameter {
                Some(name) if name.is_empty() || name.contains(['{', '}']) => {
                    return Err(format!("`{part}` is no parameter"));
                }
                Some(name) if parameters.iter().any(|it| it == name) => {
                    return Err(format!("the parameter `{name}` stands in it twice"));
                }
                Some(name) => parameters.push(name.to_owned()),
                None if part.is_empty() => return Err("a part of the path is empty".to_owned()),
                None => {
                    let plain = |it: char| it.is_ascii_alphanumeric() || "-._~".contains(it);
                    if !part.chars().all(plain) {
                        return Err(format!(
                            "`{part}` has more than letters, digits, `-`, `.`, `_` and `~`"
                        ));
                    }
                }
            }
        }
        Ok(Self { method: method.to_owned(), path: path.to_owned(), parameters, row: false })
    }

    /// The parts of the path; `None` for a parameter.
    pub fn parts(&self) -> Vec<Option<&str>> {
        let parts = self.path.split('/').filter(|part| !part.is_empty());
        parts.map(|part| (!part.starts_with('{')).then_some(part)).collect()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::Route;

    #[test]
    fn a_route_is_a_method_and_a_path() {
        let route = Route::parse("POST /v1/families/{family_id}/bookings").unwrap();
        assert_eq!((&*route.method, &*route.parameters[0]), ("POST", "family_id"));
        assert_eq!(route.parts(), [Some("v1"), Some("families"), None, Some("bookings")]);
        assert!(Route::parse("GET /").unwrap().parameters.is_empty());
        for bad in [
            "",
            "GET",
            "get /a",
            "GET a",
            "GET /a/",
            "GET /a//b",
            "GET /{}",
            "GET /{a}/{a}",
            "GET /a b",
            "GET /a?b",
            "GET /x{a}",
        ] {
            assert!(Route::parse(bad).is_err(), "{bad}");
        }
    }
}
