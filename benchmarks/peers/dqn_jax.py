"""DQN on CartPole-v1 in JAX with the setting of CleanRL's dqn.py: environment, replay, acting and update in one
compiled scan.

Prints one JSON object: {"system", "steps", "seconds", "processorSeconds", "versions"}. `seconds` is the time of STEPS steps,
after LEARNING_STARTS random ones and SETTLING with updates; compiling is not part of it. Usage: python dqn_jax.py STEPS
"""

import json
import math
import sys
import time
from typing import NamedTuple

import jax
import jax.numpy as jnp

LEARNING_STARTS, SETTLING = 1_000, 1_000
BATCH, TRAIN_FREQUENCY, TARGET_FREQUENCY, CAPACITY = 128, 10, 500, 10_000
START_EPSILON, END_EPSILON, EXPLORATION_FRACTION, GAMMA, LEARNING_RATE = 1.0, 0.05, 0.5, 0.99, 2.5e-4
BETA1, BETA2, EPSILON = 0.9, 0.999, 1e-8


class Replay(NamedTuple):
    observations: jax.Array
    actions: jax.Array
    rewards: jax.Array
    next_observations: jax.Array
    terminated: jax.Array


class State(NamedTuple):
    key: jax.Array
    physics: jax.Array
    length: jax.Array
    replay: Replay
    online: list
    target: list
    first_moments: list
    second_moments: list
    updates: jax.Array


def initial_network(key: jax.Array) -> list:
    layers = []
    for inputs, units in ((4, 120), (120, 84), (84, 2)):
        key, weights, biases = jax.random.split(key, 3)
        bound = 1 / math.sqrt(inputs)
        layers.append(jax.random.uniform(weights, (inputs, units), minval=-bound, maxval=bound))
        layers.append(jax.random.uniform(biases, (units,), minval=-bound, maxval=bound))
    return layers


def values(layers: list, observations: jax.Array) -> jax.Array:
    hidden = jax.nn.relu(observations @ layers[0] + layers[1])
    hidden = jax.nn.relu(hidden @ layers[2] + layers[3])
    return hidden @ layers[4] + layers[5]


def physics_step(state: jax.Array, action: jax.Array) -> jax.Array:
    """Explicit Euler of CartPole-v1 (Barto, Sutton, Anderson 1983), as Gymnasium has it."""
    position, velocity, angle, angular_velocity = state
    force = jnp.where(action == 1, 10.0, -10.0)
    cosine, sine = jnp.cos(angle), jnp.sin(angle)
    common = (force + 0.05 * angular_velocity**2 * sine) / 1.1
    angular_acceleration = (9.8 * sine - cosine * common) / (0.5 * (4 / 3 - 0.1 * cosine**2 / 1.1))
    acceleration = common - 0.05 * angular_acceleration * cosine / 1.1
    derivative = jnp.stack([velocity, acceleration, angular_velocity, angular_acceleration])
    return state + 0.02 * derivative


def update(state: State, key: jax.Array, filled: jax.Array) -> State:
    index = jax.random.randint(key, (BATCH,), 0, filled)
    batch = jax.tree.map(lambda column: column[index], state.replay)
    best = values(state.target, batch.next_observations).max(axis=1)
    td_target = batch.rewards + GAMMA * best * (1 - batch.terminated)

    def loss(layers: list) -> jax.Array:
        chosen = jnp.take_along_axis(values(layers, batch.observations), batch.actions[:, None], 1)[:, 0]
        return jnp.mean((td_target - chosen) ** 2)

    gradient = jax.grad(loss)(state.online)
    updates = state.updates + 1
    first = jax.tree.map(lambda m, g: BETA1 * m + (1 - BETA1) * g, state.first_moments, gradient)
    second = jax.tree.map(lambda v, g: BETA2 * v + (1 - BETA2) * g * g, state.second_moments, gradient)
    rate = LEARNING_RATE * jnp.sqrt(1 - BETA2**updates) / (1 - BETA1**updates)
    online = jax.tree.map(
        lambda w, m, v: w - rate * m / (jnp.sqrt(v) + EPSILON), state.online, first, second
    )
    return state._replace(online=online, first_moments=first, second_moments=second, updates=updates)


def step(state: State, number: jax.Array, total: int) -> tuple[State, None]:
    key, explore, choose, restart, sample = jax.random.split(state.key, 5)
    progress = number / (EXPLORATION_FRACTION * total)
    epsilon = jnp.maximum(END_EPSILON, START_EPSILON + (END_EPSILON - START_EPSILON) * progress)
    action = jax.lax.cond(
        jax.random.uniform(explore) < epsilon,
        lambda: jax.random.randint(choose, (), 0, 2),
        lambda: values(state.online, state.physics).argmax().astype(jnp.int32),
    )
    moved = physics_step(state.physics, action)
    terminated = (jnp.abs(moved[0]) > 2.4) | (jnp.abs(moved[2]) > 12 * 2 * math.pi / 360)
    length = state.length + 1
    slot = number % CAPACITY
    transition = Replay(state.physics, action, jnp.float32(1), moved, terminated.astype(jnp.float32))
    replay = jax.tree.map(lambda column, item: column.at[slot].set(item), state.replay, transition)
    ended = terminated | (length >= 500)
    fresh = jax.random.uniform(restart, (4,), minval=-0.05, maxval=0.05)
    state = state._replace(
        key=key,
        physics=jnp.where(ended, fresh, moved),
        length=jnp.where(ended, 0, length),
        replay=replay,
    )
    learns = (number >= LEARNING_STARTS) & (number % TRAIN_FREQUENCY == 0)
    filled = jnp.minimum(number + 1, CAPACITY)
    state = jax.lax.cond(learns, lambda s: update(s, sample, filled), lambda s: s, state)
    copies = number % TARGET_FREQUENCY == 0
    target = jax.lax.cond(copies, lambda s: s.online, lambda s: s.target, state)
    return state._replace(target=target), None


def main(total_steps: int) -> None:
    unmeasured = LEARNING_STARTS + SETTLING
    total = total_steps + unmeasured

    @jax.jit
    def run(state: State, numbers: jax.Array) -> State:
        return jax.lax.scan(lambda carry, number: step(carry, number, total), state, numbers)[0]

    key, weights, start = jax.random.split(jax.random.key(1), 3)
    layers = initial_network(weights)
    zeros = jax.tree.map(jnp.zeros_like, layers)
    replay = Replay(
        jnp.zeros((CAPACITY, 4)),
        jnp.zeros(CAPACITY, jnp.int32),
        jnp.zeros(CAPACITY),
        jnp.zeros((CAPACITY, 4)),
        jnp.zeros(CAPACITY),
    )
    physics = jax.random.uniform(start, (4,), minval=-0.05, maxval=0.05)
    state = State(key, physics, jnp.int32(0), replay, layers, layers, zeros, zeros, jnp.int32(0))
    state = jax.block_until_ready(run(state, jnp.arange(unmeasured)))
    numbers = jnp.arange(unmeasured, total)
    compiled = run.lower(state, numbers).compile()
    started, processor_started = time.perf_counter(), time.process_time()
    jax.block_until_ready(compiled(state, numbers))
    print(
        json.dumps(
            {
                "system": f"JAX {jax.__version__}, one compiled scan",
                "steps": total_steps,
                "seconds": time.perf_counter() - started,
                "processorSeconds": time.process_time() - processor_started,
                "versions": {"jax": jax.__version__},
            }
        )
    )


main(int(sys.argv[1]))
