package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/leadline-go/leadline/lead"
)

// A lead is offered to sales each time it becomes an MQL. One that was sent back may be
// offered again, so there may be more offers than leads, and whoever reads both numbers
// has to learn why.

// offered says how many leads there are behind the offers so far, and which of them
// have been offered more than once.
func (c *company) offered() string {
	text := fmt.Sprintf("%d leads", len(c.count.offers))
	var again []string
	for _, id := range slices.Sorted(maps.Keys(c.count.offers)) {
		if len(c.count.offers[id]) > 1 {
			again = append(again, id)
		}
	}
	if len(again) > 0 {
		text += "; offered again: " + strings.Join(again, ", ")
	}
	return text
}

// offeredBy counts the leads that became MQLs by this event, once or more.
func (c *company) offeredBy(event lead.Event) (n int) {
	for _, events := range c.count.offers {
		if slices.Contains(events, event) {
			n++
		}
	}
	return n
}
