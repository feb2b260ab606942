-- SPDX-License-Identifier: Apache-2.0
-- The database that `reach46 report --sqlite` fills; docs/report.md explains it.
CREATE TABLE IF NOT EXISTS runs (
  id INTEGER PRIMARY KEY,
  path TEXT NOT NULL,
  tool TEXT NOT NULL,
  vantage TEXT NOT NULL,
  notes TEXT,
  started TEXT NOT NULL,
  seed INTEGER NOT NULL,
  policy TEXT NOT NULL,
  input_sha256 TEXT NOT NULL,
  settings_sha256 TEXT NOT NULL,
  unchecked_vantage INTEGER NOT NULL,
  complete INTEGER NOT NULL,
  domains INTEGER NOT NULL,
  input_errors INTEGER NOT NULL,
  duplicates INTEGER NOT NULL,
  sent INTEGER NOT NULL,
  refused_sends INTEGER NOT NULL,
  captured INTEGER NOT NULL,
  capture_dropped INTEGER NOT NULL,
  loss REAL NOT NULL,
  duration_ms REAL NOT NULL,
  UNIQUE (started, vantage, seed, input_sha256, settings_sha256)
);
CREATE TABLE IF NOT EXISTS domains (
  id INTEGER PRIMARY KEY,
  run_id INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  sector TEXT NOT NULL,
  organisation TEXT NOT NULL,
  use TEXT NOT NULL,
  agreement TEXT NOT NULL,
  reasons TEXT NOT NULL,
  web TEXT NOT NULL, web_ipv4 TEXT, web_ipv6 TEXT,
  www TEXT NOT NULL, www_ipv4 TEXT, www_ipv6 TEXT,
  mail TEXT NOT NULL, mail_ipv4 TEXT, mail_ipv6 TEXT,
  dns TEXT NOT NULL, dns_ipv4 TEXT, dns_ipv6 TEXT,
  mail_implicit INTEGER NOT NULL,
  ipv6_only_client TEXT NOT NULL,
  mail_platform TEXT NOT NULL,
  exchange_online TEXT NOT NULL,
  web_ipv6_ns_address TEXT NOT NULL,
  web_ipv6_ns_reach TEXT NOT NULL,
  web_ipv6_ws_address TEXT NOT NULL,
  web_ipv6_ws_reach TEXT NOT NULL,
  web_ipv6_ws_similar TEXT NOT NULL,
  mail_ipv6_ns_address TEXT NOT NULL,
  mail_ipv6_ns_reach TEXT NOT NULL,
  mail_ipv6_mx_address TEXT NOT NULL,
  mail_ipv6_mx_reach TEXT NOT NULL,
  zone TEXT NOT NULL,
  queries INTEGER NOT NULL,
  over_budget INTEGER NOT NULL,
  duration_ms REAL NOT NULL,
  UNIQUE (run_id, name)
);
CREATE TABLE IF NOT EXISTS hosts (
  id INTEGER PRIMARY KEY,
  domain_id INTEGER NOT NULL REFERENCES domains (id) ON DELETE CASCADE,
  use TEXT NOT NULL,
  host TEXT NOT NULL,
  alias TEXT
);
CREATE TABLE IF NOT EXISTS endpoints (
  host_id INTEGER NOT NULL REFERENCES hosts (id) ON DELETE CASCADE,
  address TEXT NOT NULL,
  family INTEGER NOT NULL,
  protocol TEXT NOT NULL,
  port INTEGER NOT NULL,
  state TEXT NOT NULL,
  reason TEXT,
  attempts INTEGER NOT NULL,
  rtt_ms REAL
);
CREATE TABLE IF NOT EXISTS lookups (
  domain_id INTEGER NOT NULL REFERENCES domains (id) ON DELETE CASCADE,
  host_id INTEGER REFERENCES hosts (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  type TEXT NOT NULL,
  status TEXT NOT NULL,
  rcode INTEGER NOT NULL,
  server TEXT,
  attempts INTEGER NOT NULL,
  tcp INTEGER NOT NULL,
  rtt_ms REAL
);
CREATE TABLE IF NOT EXISTS findings (
  domain_id INTEGER NOT NULL REFERENCES domains (id) ON DELETE CASCADE,
  code TEXT NOT NULL,
  host TEXT NOT NULL,
  detail TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS domains_by_name ON domains (name);
CREATE INDEX IF NOT EXISTS hosts_by_domain ON hosts (domain_id);
CREATE INDEX IF NOT EXISTS hosts_by_host ON hosts (host);
CREATE INDEX IF NOT EXISTS endpoints_by_host ON endpoints (host_id);
CREATE INDEX IF NOT EXISTS endpoints_by_address ON endpoints (address);
CREATE INDEX IF NOT EXISTS lookups_by_domain ON lookups (domain_id);
CREATE INDEX IF NOT EXISTS lookups_by_host ON lookups (host_id);
CREATE INDEX IF NOT EXISTS findings_by_domain ON findings (domain_id);
CREATE INDEX IF NOT EXISTS findings_by_code ON findings (code);

-- The domains of the run that started last.
CREATE VIEW IF NOT EXISTS latest AS
SELECT * FROM domains
WHERE run_id = (SELECT id FROM runs ORDER BY started DESC, id DESC LIMIT 1);

-- Who meets the agreement, per run and sector.
CREATE VIEW IF NOT EXISTS agreement_by_sector AS
SELECT run_id, sector, count(*) AS domains,
  sum(agreement = 'compliant') AS compliant,
  sum(agreement = 'non_compliant') AS non_compliant,
  sum(agreement = 'not_applicable') AS not_applicable,
  sum(agreement NOT IN ('compliant', 'non_compliant', 'not_applicable'))
    AS unknown
FROM domains GROUP BY run_id, sector;

-- Services per run, sector and class.
CREATE VIEW IF NOT EXISTS services AS
SELECT run_id, name, sector, 'web' AS service, web AS class FROM domains
UNION ALL SELECT run_id, name, sector, 'www', www FROM domains
UNION ALL SELECT run_id, name, sector, 'mail', mail FROM domains
UNION ALL SELECT run_id, name, sector, 'dns', dns FROM domains;

-- Mail platforms per run, and how much of their mail IPv6 reaches fully.
CREATE VIEW IF NOT EXISTS mail_platforms AS
SELECT run_id, mail_platform, count(*) AS domains,
  sum(mail = 'dual_stack') AS dual_stack,
  sum(coalesce(mail_ipv6 = 'reachable', 0) AND mail <> 'none')
    AS ipv6_reachable
FROM domains GROUP BY run_id, mail_platform;

-- Whom to ask to switch IPv6 on at Exchange Online.
CREATE VIEW IF NOT EXISTS exchange_online_off AS
SELECT run_id, name, sector, organisation, exchange_online FROM domains
WHERE exchange_online IN ('ipv6_off', 'behind_filter_ipv6_off');

-- Addresses that do not answer, and how many domains that touches.
CREATE VIEW IF NOT EXISTS dead_endpoints AS
SELECT run_id, address, port, state, reason,
  count(DISTINCT domains.id) AS domains
FROM endpoints JOIN hosts ON hosts.id = host_id
JOIN domains ON domains.id = domain_id
WHERE state IN ('closed', 'unreachable', 'silent')
GROUP BY run_id, address, port, state, reason;
