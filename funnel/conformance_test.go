package funnel_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// conformanceCase is one case of what two products count, restated from their own
// tests as plain data: events in, figures out. Its times are seconds since 1970.
type conformanceCase struct {
	ID, Kind, Order string
	Modes           []string
	Steps           []json.RawMessage
	Events          []map[string]any
	Within          int64 `json:"window_seconds"`
	Window          int64
	From            string `json:"date_from"`
	To              string `json:"date_to"`
	Interval        string
	FromStep        *int                      `json:"from_step"`
	ToStep          *int                      `json:"to_step"`
	Props           map[string]map[string]any `json:"lead_props"`
	Breakdown       *struct {
		Property []string
	}
	Exclusions []struct {
		Event    string
		FromStep int `json:"from_step"`
		ToStep   int `json:"to_step"`
	}
	Expect struct {
		Level       *int64
		Count       map[string]int64
		Mean        map[string]*float64 `json:"-"`
		RawMean     json.RawMessage     `json:"average_conversion_time"`
		Median      map[string]*float64 `json:"median_conversion_time"`
		LeadsAtStep []struct {
			Step      int
			Breakdown any
			Leads     []string
		} `json:"leads_at_step"`
		ByBreakdown []struct {
			Value  []string   `json:"breakdown_value"`
			Count  []int64    `json:"count"`
			Mean   []*float64 `json:"average_conversion_time"`
			Median []*float64 `json:"median_conversion_time"`
		} `json:"by_breakdown"`
		Bins    [][2]float64
		Periods []struct {
			Path  []any
			Value json.RawMessage
		}
	}
}

// unexpressed is why a case is not expressed, and how it shows when it is tried.
type unexpressed struct{ why, shows string }

// notExpressed lists the cases that these rules do not express.
func notExpressed() map[string]unexpressed {
	var (
		repeated = unexpressed{"one condition makes two steps; here an event or a status makes one stage", "an event is in one stage at most"}
		optional = unexpressed{"a step need not be made; here each stage is reached after the one before it", "count "}
		periods  = unexpressed{"a lead counts in each period in which it begins; here it is in one cohort, that of the attempt that counts", "period 2 reached_from_step_count"}
		values   = unexpressed{"a lead counts for each value that its events have; here it is in one segment", "segment [Chrome]"}
		increase = unexpressed{"steps at one time do not follow each other; here the versions say which came first", "level"}
	)
	const clickhouse, posthog, trends = "clickhouse/", "posthog/TestClickhouseFunnel/", "posthog/TestFunnelTrends/test_one_person_in_multiple_periods_and_windows_in_"
	return map[string]unexpressed{
		clickhouse + "ecom-n4-u1":                                    repeated,
		clickhouse + "ecom-n4-u3":                                    repeated,
		clickhouse + "ffs-u123-strict_once+strict_deduplication":     repeated,
		clickhouse + "ffs-u345-strict_once+strict_deduplication":     repeated,
		clickhouse + "ffs-u123-strict_once+strict_increase":          repeated,
		clickhouse + "ffs-u345-strict_once+strict_increase":          repeated,
		clickhouse + "ffs-u234-strict_once":                          repeated,
		clickhouse + "same-cond-once":                                repeated,
		clickhouse + "same-ts-increase":                              increase,
		posthog + "test_advanced_funnel_with_repeat_steps":           repeated,
		posthog + "test_basic_funnel_with_repeat_step_updated_param": repeated,
		posthog + "test_funnel_with_matching_properties":             repeated,
		"posthog/udf/test_events_same_timestamp_no_exclusions":       repeated,
		"posthog/udf/test_funnel_with_optional_steps":                optional,
		trends + "strict_funnel":                                     periods,
		trends + "unordered_funnel":                                  periods,
		"posthog/TestFunnelBreakdown/test_funnel_step_breakdown_event_single_person_events_with_multiple_properties": values,
	}
}

func TestCasesOfTwoProducts(t *testing.T) {
	cases, list := conformanceCases(t), notExpressed()
	expressed := map[string]int{}
	for i := range cases {
		c := &cases[i]
		t.Run(c.ID, func(t *testing.T) {
			err := c.check()
			no, listed := list[c.ID]
			switch {
			case err == nil && listed:
				t.Errorf("the case holds, but is listed as not expressed: %s", no.why)
			case err == nil:
				expressed[c.Kind]++
			case !listed:
				t.Error(err)
			case !strings.Contains(err.Error(), no.shows):
				t.Errorf("the case is listed because %s; but what does not hold is %v", no.why, err)
			}
		})
	}
	for id := range list {
		if !slices.ContainsFunc(cases, func(c conformanceCase) bool { return c.ID == id }) {
			t.Errorf("%s is listed as not expressed, but is no case", id)
		}
	}
	t.Logf("expressed: %v of %d cases", expressed, len(cases))
}

func conformanceCases(t *testing.T) []conformanceCase {
	t.Helper()
	folder := os.Getenv("LEADLINE_DATA")
	if folder == "" {
		if slices.Contains(strings.Split(os.Getenv("LEADLINE_REQUIRE"), ","), "data") {
			t.Fatal("LEADLINE_DATA does not name the folder of real data, which LEADLINE_REQUIRE asks for")
		}
		t.Skip("LEADLINE_DATA does not name the folder of real data")
	}
	text, err := os.ReadFile(filepath.Join(folder, "funnel-conformance", "cases.json"))
	if err != nil {
		t.Fatal(err)
	}
	var file struct{ Cases []conformanceCase }
	if err := json.Unmarshal(text, &file); err != nil {
		t.Fatal(err)
	}
	if len(file.Cases) == 0 {
		t.Fatal("the file has no cases")
	}
	return file.Cases
}
