package main

import (
	"slices"
	"strings"
	"time"

	"github.com/leadline-go/leadline/lead"
)

// choice is an event as a lead page shows it: a button, a form, or a button that
// cannot be used and why.
type choice struct {
	Event  lead.Event
	Name   string
	To     string   // where it leads; empty: nowhere else
	About  string   // the lead, where there are buttons for many; for those who hear a button and not what it stands beside
	Why    []string // why not; empty: it can be done
	Nobody bool     // it cannot be done, for nobody has said who they are
	Passes []string // what holds the lead back, and this goes past it
	Asks   bool     // it is a form and no button
	Open   bool     // the form is unfolded
	Danger bool     // it ends the lead

	Reasons      []lead.Reason // to choose from; a template asks for their words by reasonName
	Note         bool          // a note can be given
	NoteRequired bool
	NoteWith     []string // reasons with which a note is needed
	Owners       []person // to choose from
	Labels       []string // other labels that it needs
	Wakes        bool     // a date can be given until which the lead is parked
	Opportunity  bool     // name, amount and date of an opportunity

	ID      string // for the ids of elements
	Lead    string
	Token   string
	Key     string // another in each form
	Version int64  // that the form was made from
	Back    string // "queue", if it goes back there
	Typed   typed
}

// typed is what somebody entered into the form of an event, as it was.
type typed struct {
	Event              lead.Event
	Reason, Note, Wake string
	Labels             map[string]string
	Opportunity        opportunity
	Wrong              map[string]bool // fields that the alert is about, by their names
}

// ReasonName is a reason in words.
func (choice) ReasonName(r lead.Reason) string {
	if slices.Contains(r.Needs, lead.NeedNote) {
		return reasonTitle(r) + " (with a note)"
	}
	return reasonTitle(r)
}

// choices makes of what the lifecycle says the buttons and forms of a lead.
func (v *visit) choices(st lead.State, company string, list []lead.Choice, t typed) []choice {
	c := v.site.app
	out := make([]choice, 0, len(list))
	for _, from := range list {
		n := choice{
			Event: from.Event, Name: eventName(from.Event), ID: st.LeadID + "-" + string(from.Event),
			Lead: st.LeadID, Token: v.site.token(v.session), Key: newKey(), Version: st.Version,
		}
		if from.To != st.Status && from.To != "" {
			n.To = c.statusName(from.To)
		}
		to := c.status(from.To)
		n.Danger = to.Category == lead.Lost || to.Category == lead.Void
		n.Wakes = to.Category == lead.Waiting && from.To != st.Status
		for _, b := range from.Blockers {
			n.Why = append(n.Why, c.blockerText(b))
		}
		if v.session.person.ID == "" { // which the page says once
			n.Why, n.Nobody = nil, true
		}
		for _, need := range from.Needs {
			n.need(need, c)
		}
		n.Note = n.Note || n.Wakes || len(n.Reasons) > 0 || from.Event == "touch" || from.Event == "sales_qualify"
		if from.Event == "convert" {
			n.Opportunity = true
			n.Typed.Opportunity.Name = company
		}
		n.Asks = n.Opportunity || n.Note || n.Wakes || len(n.Owners)+len(n.Labels) > 0
		if t.Event == from.Event {
			n.Open, n.Typed = true, t
		}
		out = append(out, n)
	}
	return out
}

func (n *choice) need(need lead.Need, c *crm) {
	switch {
	case need.Kind == lead.NeedsReason:
		n.Reasons = need.Options
		for _, r := range need.Options {
			if slices.Contains(r.Needs, lead.NeedNote) {
				n.NoteWith = append(n.NoteWith, reasonTitle(r))
			}
		}
	case need.Kind == lead.NeedsNote:
		n.Note, n.NoteRequired = true, true
	case need.Name == "owner":
		for _, p := range c.people {
			if p.Side == lead.Sales {
				n.Owners = append(n.Owners, p)
			}
		}
	default:
		n.Labels = append(n.Labels, need.Name)
	}
}

// parties are those who may do something: the lifecycle lists them with commas.
func parties(by string) string {
	names := strings.Split(by, ", ")
	for i, name := range names {
		if names[i] = sideName(lead.Side(name)); name == string(lead.BySystem) {
			names[i] = "programs"
		}
	}
	return listed(names, "and")
}

// field is the field of a form that a refusal is about; empty: none.
func field(b lead.Blocker) string {
	switch b.Code {
	case lead.CodeReasonRequired, lead.CodeReasonUnknown:
		return "reason"
	case lead.CodeNoteRequired:
		return "note"
	case lead.CodeDuePast:
		return "wake"
	case lead.CodeLabelRequired:
		return "label." + b.Params["label"]
	}
	return ""
}

// NoteHint says whether a note is needed.
func (n choice) NoteHint() string {
	switch {
	case n.NoteRequired:
		return ""
	case len(n.NoteWith) > 0:
		return " (needed with the reason " + listed(n.NoteWith, "or") + ")"
	}
	return " (optional)"
}

// pastCriteria reports whether a choice hands a lead to sales on another way than by the
// criteria, although these are asked where it stands.
func (c *crm) pastCriteria(choice lead.Choice, all []lead.Choice) bool {
	guarded := func(event lead.Event) bool {
		return slices.ContainsFunc(c.lifecycle.Transitions, func(t lead.TransitionSpec) bool { return t.Event == event && len(t.Guards) > 0 })
	}
	to := c.status(choice.To)
	return to.Category == lead.Open && to.Side == lead.Sales && !guarded(choice.Event) &&
		slices.ContainsFunc(all, func(other lead.Choice) bool { return guarded(other.Event) })
}

// blockerText says in words why something is refused. What the lifecycle says itself
// is made for people; only what a form of this CRM calls otherwise is said anew.
func (c *crm) blockerText(b lead.Blocker) string {
	switch b.Code {
	case lead.CodeSide:
		return "this is for " + parties(b.Params["by"])
	case lead.CodeNotBefore:
		if until, err := time.Parse(time.RFC3339, b.Params["until"]); err == nil {
			return "the lead is parked until " + moment(until)
		}
	case lead.CodeDuePast:
		return "the date until which the lead is parked has passed"
	case lead.CodeReasonRequired:
		return "choose a reason"
	case lead.CodeNoteRequired:
		return "write a note"
	case lead.CodeLabelRequired:
		if b.Params["label"] == "owner" {
			return "choose who is to have the lead"
		}
	}
	return b.Message
}
