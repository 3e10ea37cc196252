package main

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// What a fact of a lead may be, for files and forms alike, in words that go on with
// "expected" or "is".
const (
	wantEmail     = `an address such as "ann@company.example"`
	wantCountry   = `two letters such as "AT", or nothing`
	wantEmployees = `a whole number from 1 such as "250", or nothing`
	wantConsent   = `"yes", "no", or nothing if it is not known`
)

// isClean reports whether a text is one that any database can keep on one line, and that
// a label of a lead may be.
func isClean(s string) bool {
	return utf8.ValidString(s) && !strings.ContainsFunc(s, unicode.IsControl)
}

// isID reports whether a text may be the id of a lead. What is none is not asked of a
// database: PostgreSQL keeps no zero bytes and no bytes that are not UTF-8.
func isID(s string) bool {
	return s != "" && len(s) <= 255 && isClean(s)
}

// isKey reports whether a text may be the key of a form.
func isKey(s string) bool { return isID(s) && len(s) <= 64 }

// isLine reports whether a text is on one line and of at most so many characters.
func isLine(s string, most int) bool { return utf8.RuneCountInString(s) <= most && isClean(s) }

// isEmail reports whether a text in lower case looks like an address.
func isEmail(s string) bool {
	name, host, ok := strings.Cut(s, "@")
	return ok && name != "" && strings.Contains(strings.Trim(host, "."), ".") && !strings.ContainsAny(s, " ,;<>\"") &&
		len(s) <= 200 && isClean(s) && !strings.Contains(host, "@")
}

// isCountry reports whether a text in upper case is empty or a country's two letters.
func isCountry(s string) bool {
	return s == "" || len(s) == 2 && strings.Trim(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == ""
}

// readEmployees reads a number of people; nil: it is not known.
func readEmployees(s string) (*int, bool) {
	if s == "" {
		return nil, true
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < 1 || n > 10_000_000 {
		return nil, false
	}
	return &n, true
}

// readConsent reads whether somebody may be contacted; nil: it is not known.
func readConsent(s string) (*bool, bool) {
	switch strings.ToLower(s) {
	case "yes", "true", "1":
		return new(true), true
	case "no", "false", "0":
		return new(false), true
	}
	return nil, s == ""
}
