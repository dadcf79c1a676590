"""Trains the workloads of Benchmarks in PyTorch or JAX, and prints their samples a second.

    python frameworks.py {torch,jax} NAME [--seconds S] [--threads N] [--cpu]

Prints nothing but one line, "NAME rate", as `swift run Benchmark NAME` does.
"""
import argparse
import gzip
import os
import sys
import time

# Read from the environment by the frameworks when they are loaded, so before the arguments are parsed.
THREADS = int(sys.argv[sys.argv.index("--threads") + 1]) if "--threads" in sys.argv else 1
os.environ.update(dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), str(THREADS)))
if THREADS == 1:
    os.environ["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"
# As many cores as threads: jaxlib's own pool takes all that the process may run on.
os.sched_setaffinity(0, set(sorted(os.sched_getaffinity(0))[-THREADS:]))
os.environ["JAX_PLATFORMS"] = "cpu"

import numpy as np  # noqa: E402 — reads the environment when it is loaded

FOLDER = "/usr/share/datasets/fashion-mnist"


def read(name, skip, count):
    with gzip.open(f"{FOLDER}/{name}.gz") as file:
        return np.frombuffer(file.read(skip + count)[skip:], dtype=np.uint8)


def examples(count=8192):
    images = read("train-images-idx3-ubyte", 16, count * 784).reshape(count, 784).astype(np.float32) / 255
    return images, read("train-labels-idx1-ubyte", 8, count).astype(np.int64)


def measure(step, batches, size, seconds, clock):
    made, start, warm = 0, clock(), False
    while True:
        step(*batches[made % len(batches)])
        made += 1
        passed = clock() - start
        if not warm and passed > seconds / 10 and made >= 2:
            made, start, warm = 0, clock(), True
        elif warm and passed > seconds:
            return made * size / passed


def torch_step(kind, size):
    import torch
    from torch import nn

    torch.set_num_threads(THREADS)
    torch.manual_seed(1)

    class LastState(nn.Module):
        def __init__(self):
            super().__init__()
            self.lstm = nn.LSTM(28, 128, batch_first=True)

        def forward(self, x):
            return self.lstm(x.reshape(-1, 28, 28))[0][:, -1]

    if kind == "mlp-sgd":
        model = nn.Sequential(nn.Linear(784, 256), nn.ReLU(), nn.Linear(256, 128), nn.ReLU(), nn.Linear(128, 10))
    elif kind == "mlp-norm-adam":
        model = nn.Sequential(
            nn.Linear(784, 256), nn.BatchNorm1d(256), nn.ReLU(),
            nn.Linear(256, 128), nn.BatchNorm1d(128), nn.ReLU(), nn.Linear(128, 10))
    elif kind == "conv-sgd":
        model = nn.Sequential(
            nn.Unflatten(1, (1, 28, 28)), nn.Conv2d(1, 16, 5), nn.ReLU(), nn.MaxPool2d(2),
            nn.Conv2d(16, 32, 5), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(), nn.Linear(32 * 16, 10))
    elif kind == "lstm-adam":
        model = nn.Sequential(LastState(), nn.Linear(128, 10))
    optimizer = (torch.optim.SGD(model.parameters(), 0.1 if kind.startswith("mlp") else 0.05)
                 if kind.endswith("sgd") else torch.optim.Adam(model.parameters(), 1e-3))
    loss = nn.CrossEntropyLoss()

    def step(x, y):
        optimizer.zero_grad()
        value = loss(model(x), y)
        value.backward()
        optimizer.step()
        return value.item()

    return step, torch.from_numpy


def jax_step(kind, size):
    import jax
    import jax.numpy as jnp

    if kind != "mlp-sgd":
        raise SystemExit(f"{kind} is compared with PyTorch only")
    keys = jax.random.split(jax.random.PRNGKey(1), 3)
    sizes = [(784, 256), (256, 128), (128, 10)]
    weights = [(jax.random.normal(key, shape) * (2 / shape[0]) ** 0.5, jnp.zeros(shape[1]))
               for key, shape in zip(keys, sizes)]

    def loss(weights, x, y):
        for w, b in weights[:-1]:
            x = jax.nn.relu(x @ w + b)
        logits = x @ weights[-1][0] + weights[-1][1]
        return -jnp.mean(jnp.take_along_axis(jax.nn.log_softmax(logits), y[:, None], axis=1))

    @jax.jit
    def update(weights, x, y):
        value, gradients = jax.value_and_grad(loss)(weights, x, y)
        return value, jax.tree.map(lambda w, g: w - 0.1 * g, weights, gradients)

    update = jax.jit(update, donate_argnums=0)

    def step(x, y):
        nonlocal weights
        value, weights = update(weights, x, y)
        return float(value)

    return step, lambda array: jnp.asarray(array)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("framework", choices=["torch", "jax"])
    parser.add_argument("name")
    parser.add_argument("--seconds", type=float, default=1)
    parser.add_argument("--cpu", action="store_true", help="count the processor's time, not the clock's")
    parser.add_argument("--threads", type=int, default=1)
    arguments = parser.parse_args()
    clock = time.process_time if arguments.cpu else time.perf_counter
    kind, size = arguments.name.rsplit("-", 1)
    size = int(size)
    step, convert = (torch_step if arguments.framework == "torch" else jax_step)(kind, size)
    images, labels = examples()
    batches = [(convert(images[i:i + size]), convert(labels[i:i + size]))
               for i in range(0, len(images) - size + 1, size)]
    print(arguments.name, round(measure(step, batches, size, arguments.seconds, clock)))


main()
