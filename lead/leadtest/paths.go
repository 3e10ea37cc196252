package leadtest

import (
	"fmt"
	"slices"

	"github.com/leadline-go/leadline/lead"
)

// site is all of where a lead stands that decides where it can go.
type site struct {
	status lead.Status
	prior  lead.Status // "" if none
}

// paths are the shortest ways from an opened lead to every site there is.
type paths struct {
	sites []site // the nearest first
	last  map[site]leg
}

// leg is one move of a path.
type leg struct {
	from  site
	event lead.Event
}

// findPaths goes outward from an opened lead. Somebody may take each row, whoever
// it is, and what is parked can be waited for: so only where rows lead counts.
func findPaths(r *rules) *paths {
	start := site{status: r.spec.Initial}
	p := &paths{sites: []site{start}, last: map[site]leg{start: {}}}
	for i := 0; i < len(p.sites); i++ {
		here := p.sites[i]
		for _, e := range r.leaving(here.status) {
			to := r.target(r.at(place{here.status, e}), here.status, here.prior)
			if to == "" {
				continue
			}
			next := site{to, r.left(here.status, to, here.prior)}
			if _, known := p.last[next]; !known {
				p.last[next] = leg{here, e}
				p.sites = append(p.sites, next)
			}
		}
	}
	return p
}

// leaving are the events that a status knows, in the order of the Spec.
func (r *rules) leaving(s lead.Status) []lead.Event {
	var events []lead.Event
	for i, tr := range r.spec.Transitions {
		if row, ok := r.row[place{s, tr.Event}]; ok && row == i {
			events = append(events, tr.Event)
		}
	}
	return events
}

// to lists the events of the path to a site.
func (p *paths) to(s site) []lead.Event {
	var events []lead.Event
	for l := p.last[s]; l.event != ""; l = p.last[l.from] {
		events = append(events, l.event)
	}
	slices.Reverse(events)
	return events
}

// in are the sites of a status, the nearest first.
func (p *paths) in(s lead.Status) []site {
	return slices.DeleteFunc(slices.Clone(p.sites), func(at site) bool { return at.status != s })
}

// title names a cell by its row.
func (r *rules) title(p place) string {
	return fmt.Sprintf("transitions[%d] %s: %s -> %s", r.row[p], p.event, p.from, r.at(p).To)
}

// titleAt names a cell, and for a way back what it leads back to.
func (r *rules) titleAt(p place, at site) string {
	switch title := r.title(p); {
	case r.at(p).To != lead.Previous:
		return title
	case at.prior == "":
		return title + " (there is none)"
	default:
		return title + fmt.Sprintf(" (%s)", at.prior)
	}
}
