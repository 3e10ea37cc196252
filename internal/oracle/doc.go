// Package oracle holds what the packages of leadline are measured against and need
// not depend on: other libraries, as oracles in tests and as partners in benchmarks.
// It has no code of its own.
//
// A benchmark here runs ours and the peer in turn, in blocks of equal size, and
// reports the median of the ratios: "x" is our time as a multiple of the peer's. On
// a busy machine that is what can be trusted.
//
//	cd internal/oracle && GOWORK=off go test -run '^$' -bench .
package oracle
