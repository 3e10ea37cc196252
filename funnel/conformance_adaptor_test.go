package funnel_test

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/leadline-go/leadline/funnel"
	"github.com/leadline-go/leadline/lead"
)

// condition is what makes an event a step.
type condition struct {
	Field, Op string
	Value     any
}

// conditions reads a step in either product's form.
func conditions(raw json.RawMessage) ([]condition, error) {
	var list []condition
	if json.Unmarshal(raw, &list) == nil {
		return list, nil
	}
	var step struct {
		Event string
		Where []struct {
			Key, Op string
			Value   any
		}
	}
	if err := json.Unmarshal(raw, &step); err != nil {
		return nil, err
	}
	list = []condition{{"event", "=", step.Event}}
	for _, w := range step.Where {
		list = append(list, condition{"props." + w.Key, w.Op, w.Value})
	}
	return list, nil
}

func (c condition) holds(event map[string]any) bool {
	var got any
	if key, ok := strings.CutPrefix(c.Field, "props."); ok {
		props, _ := event["props"].(map[string]any)
		got = props[key]
	} else {
		got = event[c.Field]
	}
	switch c.Op {
	case "is_null":
		return got == nil
	case "icontains":
		return strings.Contains(strings.ToLower(fmt.Sprint(got)), strings.ToLower(fmt.Sprint(c.Value)))
	}
	if any, ok := c.Value.([]any); ok {
		return slices.Contains(any, got)
	}
	return got != nil && got == c.Value
}

// eventName names an event after conditions. A funnel's names are short.
func eventName(list []condition) string {
	const longest = 64
	name := fmt.Sprint(list)
	if len(name) > longest {
		name = fmt.Sprintf("conditions %x", sha256.Sum256([]byte(name)))[:longest]
	}
	return name
}

// history makes the funnel of a case and the rows of its events. A step is a stage by
// an event that is named after its conditions; a lead's status is always the same.
// Only an event that makes two steps has one of them as its status.
func (c *conformanceCase) history() (funnel.Spec, []lead.Transition, error) {
	spec := funnel.Spec{Name: "conformance", Match: c.rule()}
	steps := make([][]condition, len(c.Steps))
	names := make([]string, len(c.Steps))
	for k, raw := range c.Steps {
		list, err := conditions(raw)
		if err != nil {
			return spec, nil, err
		}
		steps[k], names[k] = list, eventName(list)
		spec.Stages = append(spec.Stages, funnel.StageSpec{
			Name: fmt.Sprint("step ", k), Statuses: []lead.Status{lead.Status(fmt.Sprint("status ", k))},
			Events: []lead.Event{lead.Event(names[k])},
		})
	}
	exclude := func(x funnel.ExcludeSpec, after, before int, events ...string) {
		x.After, x.Before = spec.Stages[after].Name, spec.Stages[before].Name
		for _, e := range events {
			x.Events = append(x.Events, lead.Event(e))
		}
		spec.Match.Exclude = append(spec.Match.Exclude, x)
	}
	for _, x := range c.Exclusions {
		exclude(funnel.ExcludeSpec{Discard: true}, x.FromStep, x.ToStep, x.Event)
	}
	last := len(steps) - 1
	for k := range last {
		if slices.Contains(c.Modes, "strict_order") { // nothing but the steps, and none skipped
			exclude(funnel.ExcludeSpec{}, k, k+1, append([]string{"other"}, names[k+2:]...)...)
		}
		if slices.Contains(c.Modes, "strict_deduplication") && k > 0 { // no step but the first twice
			exclude(funnel.ExcludeSpec{}, k, last, names[k])
		}
	}
	var rows []lead.Transition
	for i, e := range c.Events {
		r := lead.Transition{LeadID: "the lead", Version: int64(i + 1), To: "in", Event: "other", Labels: map[string]string{}}
		if id, ok := e["lead"].(string); ok {
			r.LeadID = id
		}
		if name, ok := e["event"].(string); ok && len(c.Exclusions) > 0 {
			r.Event = lead.Event(name)
		}
		ts := int64(e["ts"].(float64))
		if c.Kind == "window_funnel_level" { // these are no dates
			ts -= int64(c.Events[0]["ts"].(float64))
		}
		r.At = time.Unix(ts, 0).UTC()
		var makes []int
		for k := range steps {
			if !slices.ContainsFunc(steps[k], func(c condition) bool { return !c.holds(e) }) && !slices.Contains(names[:k], names[k]) {
				makes = append(makes, k)
			}
		}
		switch len(makes) {
		case 0:
		case 1:
			r.Event = lead.Event(names[makes[0]])
		case 2:
			r.To, r.Event = spec.Stages[makes[0]].Statuses[0], lead.Event(names[makes[1]])
		default:
			return spec, nil, fmt.Errorf("event %d makes %d steps", i, len(makes))
		}
		if c.Breakdown != nil {
			props, ok := e["props"].(map[string]any)
			if !ok {
				props = c.Props[r.LeadID]
			}
			if v, ok := props[c.Breakdown.Property[0]].(string); ok {
				r.Labels["breakdown"] = v
			}
		}
		rows = append(rows, r)
	}
	return spec, rows, nil
}

// rule is the case's rule in our words. The order that one product calls strict lets
// earlier steps come again, unlike Strict: it is Ordered with exclusions, which is
// given up at the first of them. Allowing re-entries then adds nothing.
func (c *conformanceCase) rule() *funnel.MatchSpec {
	within := c.Within
	if c.Kind == "window_funnel_level" {
		within = c.Window
	}
	m := &funnel.MatchSpec{
		Order: funnel.Ordered, Entry: funnel.Best, Within: funnel.Span(fmt.Sprintf("%ds", within)),
	}
	switch {
	case c.Order == "strict":
		m.Order = funnel.Strict
	case c.Order == "unordered":
		m.Order = funnel.AnyOrder
	case slices.Contains(c.Modes, "strict_order"):
		m.Entry = funnel.First
	}
	return m
}
