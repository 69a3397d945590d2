// Package agent has the five agents that turn a snapshot into a report: the
// planner decides what is to be done and by whom, the tagger classifies what
// is not classified, the retirement specialist projects the plan, the reporter
// writes, and the charter draws. Specialists read the case and return their
// result; only the planner writes.
package agent
