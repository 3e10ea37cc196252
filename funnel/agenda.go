package funnel

import (
	"fmt"
	"math"
	"slices"

	"github.com/leadline-go/leadline/lead"
)

// agendaReasons is how many reasons are worth the time of a meeting.
const agendaReasons = 3

// agenda says what the meeting should talk about: what nobody has done first, then
// what came late, then why leads were refused, then what is different.
func (r *Report) agenda(side lead.Side, tally *handOffTally, o Options) []AgendaItem {
	h := r.HandOff
	list := []AgendaItem{}
	add := func(topic AgendaTopic, side lead.Side, about string, value Rate, format string, args ...any) {
		if value.Num > 0 {
			list = append(list, AgendaItem{Topic: topic, Side: side, About: about, Value: value, Text: fmt.Sprintf(format, args...)})
		}
	}
	t := &h.Total
	add(TopicUnanswered, side, "", Rate{Num: t.Overdue, Den: t.Offered},
		"%s waiting for an answer past the due time.", isAre(t.Overdue, "offer"))
	due, rest := t.Decision.Met+t.Decision.Missed, ""
	if t.Overdue > 0 {
		rest += fmt.Sprintf("; %s more %s overdue", humanCount(t.Overdue), isAreAlone(t.Overdue))
	}
	if tally.gone > 0 {
		rest += fmt.Sprintf("; %s more never came", humanCount(tally.gone))
	}
	add(TopicLateDecision, side, "", Rate{Num: tally.late, Den: due},
		"%s of %s that were given or due by now came late%s.", plural(tally.late, "answer"), humanCount(due), rest)
	add(TopicUntouched, side, "", Rate{Num: t.Untouched, Den: t.Accepted},
		"%s not been touched yet, of %s accepted.", hasHave(t.Untouched, "lead"), humanCount(t.Accepted))
	touch := &t.FirstTouch
	add(TopicLateTouch, side, "", Rate{Num: touch.Missed, Den: touch.Met + touch.Missed},
		"%s late or overdue, of %s that were made or due by now.", isAre(touch.Missed, "first contact"), humanCount(touch.Met+touch.Missed))
	names := h.reasonNames()
	for _, c := range h.Reasons[:min(agendaReasons, len(h.Reasons))] {
		if c.Kind == OtherSegment {
			continue
		}
		reason := "without a reason"
		if c.Kind == ValueSegment {
			reason = "for " + named(names[c.Reason])
			if c.Title.En != "" {
				reason = "for “" + named(names[c.Reason]) + "”"
			}
		}
		add(TopicReason, c.Fault, c.Reason, c.Share, "%s of %s %s %s%s.",
			humanCount(c.N), plural(c.Share.Den, "refusal"), wasWere(c.N), reason, c.mostlyFrom())
	}
	add(TopicUnsigned, "", "", Rate{Num: h.Criteria.Unsigned, Den: t.Offered},
		"%s made under criteria that the two sides have not signed.", wasWereOf(h.Criteria.Unsigned, "offer"))
	if before, now := r.lastTwo(o); now != nil {
		value := now.Offers.OfDecided
		if lo, hi, ok := value.Difference(before.Offers.OfDecided); ok && (lo > 0 || hi < 0) {
			list = append(list, AgendaItem{
				Topic: TopicAcceptance, Value: value, Was: &before.Offers.OfDecided,
				Text: fmt.Sprintf("Acceptance of what was decided: %s, before that %s.", share(value), share(before.Offers.OfDecided)),
			})
		}
		a, b := now.Offers.Offered, before.Offers.Offered
		// Counts vary by about their square root (Poisson): two of these of the
		// difference is more than chance.
		if math.Abs(float64(a-b)) > 2*math.Sqrt(float64(a+b)) {
			list = append(list, AgendaItem{
				Topic: TopicNumber, Side: other(side), Value: Rate{Num: a, Den: b},
				Text: fmt.Sprintf("%s in %s, %s in the period before.", plural(a, "offer"), periodWords(now.From, now.To), humanCount(b)),
			})
		}
	}
	return append(list, r.goalItems(o)...)
}

// mostlyFrom says from where most refusals for a reason came; nothing if no source
// stands out.
func (c *ReasonCount) mostlyFrom() string {
	if len(c.Sources) == 0 || c.Sources[0].Kind != ValueSegment {
		return ""
	}
	most := &c.Sources[0]
	from := "from " + named(most.Value)
	switch {
	case len(c.Sources) > 1 && c.Sources[1].N == most.N:
		return ""
	case most.N < c.N:
		return fmt.Sprintf(", %s of them %s", humanCount(most.N), from)
	case c.N == 1:
		return ", " + from
	case c.N == 2:
		return ", both of them " + from
	}
	return ", all of them " + from
}

// goalItems are the goals that were missed last, and those that are at risk.
func (r *Report) goalItems(o Options) []AgendaItem {
	list := []AgendaItem{}
	for _, g := range r.Goals {
		for _, p := range slices.Backward(g.Periods) {
			value := Rate{Num: p.Actual, Den: g.AtLeast}
			stage := r.stageNamed(g.Stage)
			if p.State == GoalOpen {
				// Early on most of those who will come have not come in yet.
				half := p.From.Add(p.To.Sub(p.From) / 2)
				if g.Stage != r.Stages[0].Name && o.AsOf.After(half) && p.Still.High != nil && *p.Still.High < float64(p.Still.Needed) {
					still := "no lead stands before it."
					if p.Still.Waiting > 0 {
						still = fmt.Sprintf("fewer than %s can be expected of the %s before it, beside new ones.",
							humanCount(int64(*p.Still.High)+1), plural(p.Still.Waiting, "lead"))
					}
					list = append(list, AgendaItem{
						Topic: TopicGoal, About: g.Stage, Value: value,
						Text: fmt.Sprintf("Goal %s: %s of %s by now; %s", stage, humanCount(p.Actual), humanCount(g.AtLeast), still),
					})
				}
				continue
			}
			if p.State == GoalMissed {
				list = append(list, AgendaItem{
					Topic: TopicGoal, About: g.Stage, Value: value,
					Text: fmt.Sprintf("Goal %s: %s of %s in %s.", stage, humanCount(p.Actual), humanCount(g.AtLeast),
						periodWords(p.From, p.To)),
				})
			}
			break
		}
	}
	return list
}

// lastTwo are the last period of offers that is over, and the one before. There are
// none where periods do not compare: those of a cohort of some months die out.
func (r *Report) lastTwo(o Options) (before, now *OfferPeriod) {
	if r.Basis == Cohort && (!o.From.IsZero() || !o.To.IsZero()) {
		return nil, nil
	}
	list := r.HandOff.Periods
	whole := func(p *OfferPeriod) bool {
		return !p.To.After(o.AsOf) && !p.From.Before(o.From) && (o.To.IsZero() || !p.To.After(o.To))
	}
	for i := len(list) - 1; i > 0; i-- {
		if whole(&list[i]) && whole(&list[i-1]) {
			return &list[i-1], &list[i]
		}
	}
	return nil, nil
}

// other is who makes the offers that a side gets.
func other(side lead.Side) lead.Side {
	if side == lead.Marketing {
		return lead.Sales
	}
	return lead.Marketing
}

func share(r Rate) string {
	value, interval := humanRate(r)
	return value + " (" + interval + " %)"
}

func isAreAlone(n int64) string {
	if n == 1 {
		return "is"
	}
	return "are"
}

func isAre(n int64, noun string) string { return verb(n, noun, "is", "are") }

func hasHave(n int64, noun string) string { return verb(n, noun, "has", "have") }

func wasWereOf(n int64, noun string) string { return verb(n, noun, "was", "were") }

func verb(n int64, noun, one, many string) string {
	if n == 1 {
		return plural(n, noun) + " " + one
	}
	return plural(n, noun) + " " + many
}

func wasWere(n int64) string {
	if n == 1 {
		return "was"
	}
	return "were"
}
