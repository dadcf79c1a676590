"""Draws the figures of Benchmarks with matplotlib, and prints the bytes of their SVG and the median of milliseconds.

    python matplotlib_figures.py [--seconds S] [--cpu]

Prints a line for each figure, "NAME bytes milliseconds", as `swift run FigureBenchmark` does. Settings are
matplotlib's own; a figure has the size of ours, and is timed from numbers to text.
"""
import argparse
import io
import statistics
import time

import matplotlib

matplotlib.use("svg")
import matplotlib.pyplot as plt  # noqa: E402 — the backend is chosen before
import numpy as np  # noqa: E402


def figure(draw, x_label, y_label):
    figure, axes = plt.subplots(figsize=(6.8, 3.6))
    draw(axes)
    axes.set_xlabel(x_label)
    axes.set_ylabel(y_label)
    text = io.BytesIO()
    figure.savefig(text, format="svg")
    plt.close(figure)
    return text.getvalue()


def line():
    step = np.arange(200)
    loss = 1.1 / (1 + 0.05 * step) + 0.03 * np.sin(step * 1.7)
    return figure(lambda axes: axes.plot(step, loss), "Step", "Loss")


def points():
    index = np.arange(2000)
    x, y = index * 0.7548776662466927 % 1, index * 0.5698402909980532 % 1
    return figure(lambda axes: axes.scatter(x, y), "First feature", "Second feature")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=1)
    parser.add_argument("--cpu", action="store_true", help="count the processor's time, not the clock's")
    arguments = parser.parse_args()
    clock = time.process_time if arguments.cpu else time.perf_counter
    for name, draw in {"line-200": line, "points-2000": points}.items():
        size = len(draw())
        times, start = [], time.perf_counter()
        while time.perf_counter() - start < arguments.seconds or len(times) < 5:
            before = clock()
            draw()
            times.append(clock() - before)
        print(name, size, round(statistics.median(times) * 1000, 3), flush=True)


main()
