// Package clitest tests commands that are made with cli: it runs them, looks at
// what they wrote and what they left behind.
//
// A test package that imports it has the flag -update, which rewrites golden files.
package clitest
