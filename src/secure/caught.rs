//! What handlers of a PL/pgSQL body catch.

use crate::sql::Token;
use std::ops::Range;

/// The handlers of a block.
#[derive(Debug)]
struct Block {
    /// The statements that they are for.
    statements: Range<usize>,
    handlers: Vec<Handler>,
}

/// `WHEN … THEN …`
#[derive(Debug)]
struct Handler {
    /// SQLSTATEs and names of conditions.
    conditions: Vec<String>,
    /// Whether it raises again what it has caught.
    raises_again: bool,
}

/// The handlers of a body.
#[derive(Debug)]
pub(super) struct Handlers(Vec<Block>);

/// What an `END` ends.
enum Opened {
    Case,
    /// A block that begins there, and its handlers from where they begin.
    Block(usize, Option<usize>),
}

impl Handlers {
    /// Those of the tokens of a body.
    pub(super) fn of(tokens: &[Token<'_>]) -> Self {
        let is = |at: usize, words: &[&str]| tokens.get(at).is_some_and(|it| it.is_any(words));
        let mut blocks = Vec::new();
        let mut open = Vec::new();
        for at in 0..tokens.len() {
            let ends = at > 0 && is(at - 1, &["end"]);
            if is(at, &["case"]) && !ends {
                open.push(Opened::Case);
            } else if is(at, &["begin"]) {
                open.push(Opened::Block(at, None));
            } else if is(at, &["exception"])
                && is(at + 1, &["when"])
                && let Some(Opened::Block(_, handlers @ None)) = open.last_mut()
            {
                *handlers = Some(at);
            } else if is(at, &["end"])
                && !is(at + 1, &["if", "loop"])
                && let Some(Opened::Block(begin, Some(handlers))) = open.pop()
            {
                let (statements, handlers) = (begin..handlers, handlers_in(&tokens[handlers..at]));
                blocks.push(Block { statements, handlers });
            }
        }
        Self(blocks)
    }

    /// Whether a condition that is raised at a token stays within the body.
    pub(super) fn catch(&self, code: &str, at: usize) -> bool {
        // Inner blocks end before outer ones, and are asked first.
        let around = self.0.iter().filter(|it| it.statements.contains(&at));
        let mut first = around.filter_map(|it| it.handlers.iter().find(|it| it.is_for(code)));
        first.next().is_some_and(|it| !it.raises_again)
    }
}

impl Handler {
    fn is_for(&self, code: &str) -> bool {
        self.conditions.iter().any(|it| it.eq_ignore_ascii_case(code) || it == "others")
    }
}

/// The handlers between `EXCEPTION` and the `END` of their block.
fn handlers_in(tokens: &[Token<'_>]) -> Vec<Handler> {
    let mut handlers: Vec<Handler> = Vec::new();
    let (mut depth, mut at) = (0_usize, 0);
    while at < tokens.len() {
        let token = &tokens[at];
        let ends = at > 0 && tokens[at - 1].is("end");
        if token.is_any(&["begin", "case"]) && !ends {
            depth += 1;
        } else if token.is("end") {
            let other = tokens.get(at + 1).is_some_and(|it| it.is_any(&["if", "loop"]));
            depth = depth.saturating_sub(usize::from(!other));
        } else if token.is("when") && depth == 0 {
            let then =
                tokens[at..].iter().position(|it| it.is("then")).map_or(tokens.len(), |n| at + n);
            let named = tokens[at + 1..then].iter().filter(|it| !it.is_any(&["or", "sqlstate"]));
            let conditions = named.map(|it| it.value().to_ascii_lowercase()).collect();
            handlers.push(Handler { conditions, raises_again: false });
            at = then;
        } else if token.is("raise")
            && tokens.get(at + 1).is_none_or(|it| it.is(";"))
            && let Some(handler) = handlers.last_mut()
        {
            handler.raises_again = true;
        }
        at += 1;
    }
    handlers
}

#[cfg(test)]
mod tests {
    use crate::secure::raised;

    fn codes(body: &str) -> Vec<String> {
        raised(body).into_iter().map(|it| it.code).collect()
    }

    #[test]
    fn what_is_caught_is_not_raised() {
        let one = |when: &str, then: &str| {
            format!("begin raise sqlstate 'MB001'; exception when {when} then {then} end")
        };
        assert!(codes(&one("sqlstate 'MB001'", "return;")).is_empty());
        assert!(codes(&one("no_data_found or sqlstate 'MB001'", "null;")).is_empty());
        assert!(codes(&one("others", "return 1;")).is_empty());
        assert_eq!(codes(&one("sqlstate 'MB002'", "return;")), ["MB001"]);
        assert_eq!(codes(&one("sqlstate 'MB001'", "raise;")), ["MB001"]);
        assert_eq!(codes(&one("sqlstate 'MB001'", "raise sqlstate 'MB003';")), ["MB003"]);
        assert!(
            codes("begin raise unique_violation; exception when unique_violation then end")
                .is_empty()
        );
    }

    #[test]
    fn handlers_are_for_their_own_block() {
        let body = "begin
            if a then
              begin x := case when b then 1 else 2 end; raise sqlstate 'MB001';
              exception when sqlstate 'MB001' then
                y := case when b then 1 end;
                raise sqlstate 'MB002';
              end;
            end if;
            raise sqlstate 'MB001';
          exception when sqlstate 'MB002' then null; when sqlstate 'MB003' then raise;
          end";
        assert_eq!(codes(body), ["MB001"]);
    }
}
