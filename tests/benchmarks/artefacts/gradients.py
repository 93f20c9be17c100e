"""A few differentiable operations on NumPy arrays, enough to train small networks without any framework."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]


class Variable:
    """A value with its gradient, and how to pass the gradient on."""

    def __init__(self, value: Array, parents: tuple["Variable", ...] = (), back: Callable[[Array], None] | None = None):
        self.value = value
        self.grad = np.zeros_like(value)
        self._parents = parents
        self._back = back

    def backward(self) -> None:
        """Compute the gradients of all values that this one was made of."""
        order: list[Variable] = []
        seen: set[int] = set()

        def visit(item: Variable) -> None:
            if id(item) not in seen:
                seen.add(id(item))
                for parent in item._parents:
                    visit(parent)
                order.append(item)

        visit(self)
        self.grad = np.ones_like(self.value)
        for item in reversed(order):
            if item._back is not None:
                item._back(item.grad)


def matmul(left: Variable, right: Variable) -> Variable:
    def back(grad: Array) -> None:
        left.grad += _fold(grad @ np.swapaxes(right.value, -1, -2), left.value.shape)
        right.grad += _fold(np.swapaxes(left.value, -1, -2) @ grad, right.value.shape)

    return Variable(left.value @ right.value, (left, right), back)


def add(left: Variable, right: Variable) -> Variable:
    def back(grad: Array) -> None:
        left.grad += _fold(grad, left.value.shape)
        right.grad += _fold(grad, right.value.shape)

    return Variable(left.value + right.value, (left, right), back)


def relu(item: Variable) -> Variable:
    def back(grad: Array) -> None:
        item.grad += grad * (item.value > 0)

    return Variable(np.maximum(item.value, 0.0), (item,), back)


def reshape(item: Variable, shape: tuple[int, ...]) -> Variable:
    def back(grad: Array) -> None:
        item.grad += grad.reshape(item.value.shape)

    return Variable(item.value.reshape(shape), (item,), back)


def transpose(item: Variable, axes: tuple[int, ...]) -> Variable:
    def back(grad: Array) -> None:
        item.grad += grad.transpose(np.argsort(axes))

    return Variable(item.value.transpose(axes), (item,), back)


def scale(item: Variable, by: float) -> Variable:
    def back(grad: Array) -> None:
        item.grad += grad * by

    return Variable(item.value * by, (item,), back)


def mean(item: Variable, axis: tuple[int, ...]) -> Variable:
    count = int(np.prod([item.value.shape[one] for one in axis]))

    def back(grad: Array) -> None:
        item.grad += np.broadcast_to(np.expand_dims(grad, axis), item.value.shape) / count

    return Variable(item.value.mean(axis=axis), (item,), back)


def softmax(item: Variable) -> Variable:
    shifted = np.exp(item.value - item.value.max(axis=-1, keepdims=True))
    value = shifted / shifted.sum(axis=-1, keepdims=True)

    def back(grad: Array) -> None:
        item.grad += value * (grad - (grad * value).sum(axis=-1, keepdims=True))

    return Variable(value, (item,), back)


def lookup(table: Variable, places: NDArray[np.int64]) -> Variable:
    def back(grad: Array) -> None:
        np.add.at(table.grad, places, grad)

    return Variable(table.value[places], (table,), back)


def patches(images: Variable, size: int) -> Variable:
    """Return (batch, height, width, channels * size * size) patches of (batch, height, width, channels), padded."""
    pad = size // 2
    padded = np.pad(images.value, ((0, 0), (pad, pad), (pad, pad), (0, 0)))
    height, width = images.value.shape[1:3]
    parts = [padded[:, row : row + height, column : column + width] for row in range(size) for column in range(size)]

    def back(grad: Array) -> None:
        whole = np.zeros_like(padded)
        for number, part in enumerate(np.split(grad, size * size, axis=-1)):
            row, column = divmod(number, size)
            whole[:, row : row + height, column : column + width] += part
        images.grad += whole[:, pad : pad + height, pad : pad + width]

    return Variable(np.concatenate(parts, axis=-1), (images,), back)


def pool(images: Variable) -> Variable:
    """Return means of squares of two by two."""
    batch, height, width, channels = images.value.shape
    shaped = reshape(images, (batch, height // 2, 2, width // 2, 2, channels))
    return mean(shaped, (2, 4))


def cross_entropy(logits: Variable, targets: Array) -> Variable:
    """Return the mean cross entropy with targets, which are distributions of the last axis."""
    shifted = logits.value - logits.value.max(axis=-1, keepdims=True)
    log = shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
    count = int(np.prod(logits.value.shape[:-1]))

    def back(grad: Array) -> None:
        logits.grad += grad * (np.exp(log) - targets) / count

    return Variable(np.array(-(targets * log).sum() / count, dtype=np.float32), (logits,), back)


def _fold(grad: Array, shape: tuple[int, ...]) -> Array:
    """Sum a gradient over the axes that were broadcast."""
    grad = grad.sum(axis=tuple(range(grad.ndim - len(shape))))
    axes = tuple(axis for axis, length in enumerate(shape) if length == 1 and grad.shape[axis] != 1)
    return grad.sum(axis=axes, keepdims=True) if axes else grad
