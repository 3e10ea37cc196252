package main

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"

	"github.com/leadline-go/leadline/lead"
	"github.com/leadline-go/leadline/lead/leadsql"
)

// person is somebody who works with the CRM.
type person struct {
	ID   string
	Name string
	Side lead.Side
}

// actor is who a history says it was. The zero person is nobody.
func (p person) actor() lead.Actor { return lead.Actor{ID: p.ID, Side: p.Side} }

func sideName(s lead.Side) string {
	return strings.ReplaceAll(string(s), "_", " ")
}

func readPeople(ctx context.Context, on leadsql.DB) ([]person, error) {
	var list []person
	err := rows(ctx, on, "SELECT id, name, side FROM crm_people", nil, func(r *sql.Rows) error {
		var p person
		if err := r.Scan(&p.ID, &p.Name, &p.Side); err != nil {
			return err
		}
		list = append(list, p)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("people: %w", err)
	}
	slices.SortFunc(list, func(a, b person) int {
		return cmp.Or(cmp.Compare(a.Side, b.Side), cmp.Compare(a.ID, b.ID))
	})
	return list, nil
}

// person finds somebody by their id.
func (c *crm) person(id string) (person, bool) {
	i := slices.IndexFunc(c.people, func(p person) bool { return p.ID == id })
	if i < 0 {
		return person{}, false
	}
	return c.people[i], true
}

// who names an actor of a history.
func (c *crm) who(a lead.Actor) string {
	if p, ok := c.person(a.ID); ok {
		return p.Name
	}
	if a.ID == "" {
		return "somebody"
	}
	return a.ID
}

// whoID names a person by their id.
func (c *crm) whoID(id string) string { return c.who(lead.Actor{ID: id}) }

// owner names who has a lead; empty: nobody.
func (c *crm) owner(labels map[string]string) string {
	id := labels["owner"]
	if p, ok := c.person(id); ok {
		return p.Name
	}
	return id
}
