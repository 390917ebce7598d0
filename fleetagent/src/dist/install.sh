#!/bin/sh
# Installs, upgrades or removes Fleetman's agent on this machine.
#
#   ./install.sh [--config FILE]            as root: into /opt/fleetagent, as the system's fleetagent.service
#   ./install.sh --user [--config FILE]     for a plain user: below the home folder, under systemctl --user
#   ./install.sh [--user] --uninstall       takes the agent away; services and configuration stay
#
#   --config FILE   is copied to where the agent looks for it (mode 0600), over what is there
#   --no-start      installs and enables, and does not start
set -eu
die() { echo "install.sh: $*" >&2; exit 1; }
here=$(cd "$(dirname "$(readlink -f "$0")")" && pwd -P)
user='' config='' uninstall='' start=yes
while [ $# -gt 0 ]; do
  case $1 in
    --user) user=yes ;;
    --config) [ $# -ge 2 ] || die "--config needs a file"; config=$2; shift ;;
    --uninstall) uninstall=yes ;;
    --no-start) start='' ;;
    -h | --help) sed -n '2,9s/^# \{0,1\}//p' "$0"; exit 0 ;;
    *) die "unknown option '$1': see --help" ;;
  esac
  shift
done
[ -z "$config" ] || [ -r "$config" ] || die "cannot read '$config'"

if [ -n "$user" ]; then
  home=$HOME/.local/share/fleetagent
  target=$HOME/.config/fleetagent/config.yaml
  units=$HOME/.config/systemd/user
  wanted=default.target
  : "${XDG_RUNTIME_DIR:=/run/user/$(id -u)}"
  export XDG_RUNTIME_DIR
  ctl() { systemctl --user "$@"; }
  ctl show-environment >/dev/null 2>&1 ||
    die "this user's systemd does not answer: log in as the user (not by su), or 'loginctl enable-linger $(id -un)' as root first"
else
  [ "$(id -u)" = 0 ] || die "run it as root, or with --user to install for this user alone"
  home=/opt/fleetagent
  target=/etc/fleetagent/config.yaml
  units=/etc/systemd/system
  wanted=multi-user.target
  ctl() { systemctl "$@"; }
  command -v systemctl >/dev/null || die "there is no systemd here"
fi
case $home in *[!A-Za-z0-9/._-]*) die "'$home' has characters that a unit file does not take" ;; esac

if [ -n "$uninstall" ]; then
  ctl disable --now fleetagent.service 2>/dev/null || true
  rm -f "$units/fleetagent.service"
  ctl daemon-reload
  rm -rf "$home"
  echo "the agent is gone; its services still run, and $target and its state are left"
  exit 0
fi

[ -x "$here/runtime/bin/java" ] || die "this is not the unpacked tar.gz: $here/runtime is missing"
# A new folder beside the old one, then a swap: a broken copy never stands where the unit starts.
mkdir -p "$(dirname "$home")"
rm -rf "$home.new"
mkdir "$home.new"
cp -a "$here/." "$home.new/"
[ -n "$user" ] || chown -R 0:0 "$home.new"
"$home.new/bin/fleetagent" --version >/dev/null || die "the agent's own Java does not start here"

mkdir -p "$(dirname "$target")" "$units"
if [ -n "$config" ]; then
  (umask 077 && cp "$config" "$target.new") && mv -f "$target.new" "$target"
elif [ ! -e "$target" ]; then
  (umask 077 && cp "$here/agent_config.example.yaml" "$target")
  example=yes
fi
rm -rf "$home.old"
[ ! -e "$home" ] || mv "$home" "$home.old"
mv "$home.new" "$home"
rm -rf "$home.old"

sed -e "s|@HOME@|$home|g" -e "s|@CONFIG@|$target|g" -e "s|@TARGET@|$wanted|g" \
  "$here/fleetagent.service" >"$units/fleetagent.service.new"
mv -f "$units/fleetagent.service.new" "$units/fleetagent.service"
ctl daemon-reload
ctl enable fleetagent.service 2>/dev/null
if [ -n "${example:-}" ]; then
  echo "installed. Now write the bucket into $target, try it with"
  echo "  $home/bin/fleetagent check"
  echo "and start it with: systemctl ${user:+--user }restart fleetagent"
elif [ -n "$start" ]; then
  ctl restart fleetagent.service
  echo "installed and started: $("$home/bin/fleetagent" --version), configuration $target"
else
  echo "installed: $("$home/bin/fleetagent" --version), configuration $target"
fi
if [ -n "$user" ] && [ "$(loginctl show-user "$(id -un)" -P Linger 2>/dev/null)" != yes ]; then
  echo "note: let this user linger, or its services end with its session: loginctl enable-linger $(id -un)"
fi
