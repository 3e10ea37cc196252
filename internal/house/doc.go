// Package house holds the tests of the repository as a whole: which way
// imports run, what each package links, that every exported name is documented,
// and that the tracked files are fit to publish. It has no code of its own.
package house
