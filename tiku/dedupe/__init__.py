"""Repeats among items: equality of keys merges; likeness is only ever shown to a person."""
