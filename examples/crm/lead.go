package main

import (
	"slices"
	"strings"
	"time"

	"github.com/leadline-go/leadline/scoring"
)

// Lead is the CRM's own lead. Its tags are what the rule file calls its fields.
type Lead struct {
	ID      string
	Company string
	Contact string // a person's name
	Email   string // unique
	Source  string // where it came from, such as "fair"
	Came    time.Time

	// Version counts the changes of what is known about the lead, from 1. Its history
	// has versions of its own: a fact that is corrected is no move.
	Version   int64
	ChangedBy string    // a person's id; empty: nobody yet
	Changed   time.Time // by them

	Industry   string             `score:"industry"`
	Country    string             `score:"country"`   // two letters, or ""
	Employees  *int               `score:"employees"` // nil: nobody asked yet
	Consent    *bool              `score:"consent"`   // nil: nobody knows, so it counts as no
	Activities []scoring.Activity `score:",activities"`
}

// opportunity is what a lead is converted into.
type opportunity struct {
	Name   string
	Amount string // EUR, such as "48000" or "48000.50"
	Closes string // a date, such as "2026-03-31"
}

// freeMail is a rule that is easier to write in Go; its points stand in the rule file.
func freeMail(l *Lead, _ time.Time) (bool, error) {
	_, host, _ := strings.Cut(l.Email, "@")
	return slices.Contains([]string{"gmail.com", "gmx.at", "gmx.de", "outlook.com", "web.de", "freemail.example"}, host), nil
}
