"""DQN on CartPole-v1 in PyTorch and Gymnasium, with the setting of CleanRL's dqn.py.

Prints one JSON object: {"system", "steps", "seconds", "processorSeconds", "versions"}. `seconds` is the time of STEPS steps,
after LEARNING_STARTS random ones and SETTLING with updates. Usage: python dqn_pytorch.py STEPS
"""

import json
import sys
import time

import gymnasium
import numpy
import torch
from torch import nn

LEARNING_STARTS, SETTLING = 1_000, 1_000
BATCH, TRAIN_FREQUENCY, TARGET_FREQUENCY, CAPACITY = 128, 10, 500, 10_000
START_EPSILON, END_EPSILON, EXPLORATION_FRACTION, GAMMA, LEARNING_RATE = 1.0, 0.05, 0.5, 0.99, 2.5e-4


def network() -> nn.Sequential:
    return nn.Sequential(nn.Linear(4, 120), nn.ReLU(), nn.Linear(120, 84), nn.ReLU(), nn.Linear(84, 2))


class Replay:
    def __init__(self) -> None:
        self.observations = numpy.zeros((CAPACITY, 4), numpy.float32)
        self.next_observations = numpy.zeros((CAPACITY, 4), numpy.float32)
        self.actions = numpy.zeros((CAPACITY, 1), numpy.int64)
        self.rewards = numpy.zeros(CAPACITY, numpy.float32)
        self.terminated = numpy.zeros(CAPACITY, numpy.float32)
        self.added = 0

    def add(self, observation, action, reward, next_observation, terminated) -> None:
        slot = self.added % CAPACITY
        self.observations[slot] = observation
        self.next_observations[slot] = next_observation
        self.actions[slot] = action
        self.rewards[slot] = reward
        self.terminated[slot] = terminated
        self.added += 1

    def sample(self, generator: numpy.random.Generator) -> list[torch.Tensor]:
        index = generator.integers(min(self.added, CAPACITY), size=BATCH)
        columns = (self.observations, self.actions, self.rewards, self.next_observations, self.terminated)
        return [torch.from_numpy(column[index]) for column in columns]


def main(total_steps: int) -> None:
    torch.set_num_threads(1)
    torch.manual_seed(1)
    generator = numpy.random.default_rng(1)
    environment = gymnasium.make("CartPole-v1")
    online, target = network(), network()
    target.load_state_dict(online.state_dict())
    optimizer = torch.optim.Adam(online.parameters(), lr=LEARNING_RATE, fused=True)
    replay = Replay()
    observation, _ = environment.reset(seed=1)
    unmeasured = LEARNING_STARTS + SETTLING
    for step in range(total_steps + unmeasured):
        if step == unmeasured:
            started, processor_started = time.perf_counter(), time.process_time()
        progress = step / (EXPLORATION_FRACTION * (total_steps + unmeasured))
        epsilon = max(END_EPSILON, START_EPSILON + (END_EPSILON - START_EPSILON) * progress)
        if generator.random() < epsilon:
            action = int(generator.integers(2))
        else:
            with torch.no_grad():
                action = int(online(torch.from_numpy(observation)[None]).argmax())
        next_observation, reward, terminated, truncated, _ = environment.step(action)
        replay.add(observation, action, reward, next_observation, terminated)
        observation = environment.reset()[0] if terminated or truncated else next_observation
        if step < LEARNING_STARTS:
            continue
        if step % TRAIN_FREQUENCY == 0:
            observations, actions, rewards, next_observations, terminations = replay.sample(generator)
            with torch.no_grad():
                best = target(next_observations).max(dim=1)[0]
                td_target = rewards + GAMMA * best * (1 - terminations)
            values = online(observations).gather(1, actions).squeeze()
            loss = nn.functional.mse_loss(td_target, values)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        if step % TARGET_FREQUENCY == 0:
            target.load_state_dict(online.state_dict())
    print(
        json.dumps(
            {
                "system": f"PyTorch {torch.__version__}, 1 thread, Gymnasium",
                "steps": total_steps,
                "seconds": time.perf_counter() - started,
                "processorSeconds": time.process_time() - processor_started,
                "versions": {"torch": torch.__version__, "gymnasium": gymnasium.__version__},
            }
        )
    )


main(int(sys.argv[1]))
