// Package sqltest tests leadsql on real databases: SQLite in the process, and a
// PostgreSQL server that the tests start for themselves with initdb and pg_ctl, from
// PATH or /usr/lib/postgresql. LEADLINE_POSTGRES names another server instead, by its
// DSN; its user must be allowed to create schemas and roles. Without either the tests
// for PostgreSQL are skipped, or fail where LEADLINE_REQUIRE contains "postgres".
//
// It is a module of its own, so that nobody who imports leadsql gets its drivers.
package sqltest
