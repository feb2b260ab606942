# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
#
# The Debian 12 packages the project needs, and their installation.  To be
# sourced; then:
#
#   install_packages "${BUILD_PACKAGES[@]}" "${LAB_PACKAGES[@]}"
#   install_packages "${TEST_PACKAGES[@]}"

# shellcheck disable=SC2034 # used by the scripts that source this
BUILD_PACKAGES=(
	gcc cmake make pkg-config libpcap-dev libnet1-dev libevent-dev
	libcsv-dev libidn2-dev libmnl-dev libjansson-dev libxxhash-dev
	libzstd-dev nettle-dev libxdp-dev libsqlite3-dev zlib1g-dev
)
# For the page of the report; where node is not Debian's, npm comes with it.
command -v npm >/dev/null || BUILD_PACKAGES+=(nodejs npm)
# shellcheck disable=SC2034
LAB_PACKAGES=(
	nsd unbound nginx-light nftables iproute2 procps python3
)
# shellcheck disable=SC2034
TEST_PACKAGES=(
	libcmocka-dev libknot-dev clang clang-format valgrind tcpdump
	python3-jsonschema python3-dnspython libclang-rt-14-dev
	zstd perl time
	chromium
)

POLICY=/usr/sbin/policy-rc.d

is_installed() {
	[ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = \
	    installed ]
}

# Installs those of the named packages that are missing.
install_packages() {
	local package missing=()
	command -v apt-get >/dev/null || {
		echo "This needs Debian's apt-get.  Elsewhere, install what" \
		    "these packages provide: $*" >&2
		return 1
	}
	for package; do
		is_installed "$package" || missing+=("$package")
	done
	[ ${#missing[@]} -gt 0 ] || return 0
	echo "Installing ${missing[*]}"
	[ "$(id -u)" = 0 ] || {
		echo "Installing packages needs root." >&2
		return 1
	}
	without_starting_services "${missing[@]}"
}

# Some packages are daemons which Debian starts at once.  The laboratory runs
# its own in namespaces, so the distribution's must neither start now nor at
# the next boot.  A policy that says so stands for the duration only, and
# services that were there before are left as they are.
without_starting_services() (
	set -e
	local service new=()
	for service in nsd unbound nginx; do
		is_installed "$service" || new+=("$service")
	done
	trap restore_policy EXIT
	trap 'exit 130' INT
	trap 'exit 143' TERM HUP
	# One with our name in it is left over from a run that was killed.
	if [ -e "$POLICY" ] && ! grep -q reach46 "$POLICY"; then
		mv "$POLICY" "$POLICY.before-reach46"
	fi
	printf '#!/bin/sh\n# reach46 is installing packages.\nexit 101\n' \
	    >"$POLICY"
	chmod 755 "$POLICY"
	apt_install "$@"
	for service in "${new[@]}"; do
		if is_installed "$service" && command -v systemctl >/dev/null
		then
			systemctl disable "$service" >/dev/null 2>&1 || true
		fi
	done
)

# shellcheck disable=SC2317 # called by a trap
restore_policy() {
	rm -f "$POLICY"
	if [ -e "$POLICY.before-reach46" ]; then
		mv "$POLICY.before-reach46" "$POLICY"
	fi
}

# Fetches the package lists only if there are none, or they are out of date.
apt_install() {
	local options=(-y -qq -o Dpkg::Use-Pty=0 --no-install-recommends)
	export DEBIAN_FRONTEND=noninteractive
	if ! apt-cache show "$@" >/dev/null 2>&1; then
		apt-get update -qq
	fi
	apt-get install "${options[@]}" "$@" || {
		apt-get update -qq
		apt-get install "${options[@]}" "$@"
	}
}
