# SPDX-License-Identifier: Apache-2.0
"""A small Internet made from a list of names and a seed, with its truth."""
