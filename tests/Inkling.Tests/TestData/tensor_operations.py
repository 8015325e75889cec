"""Writes tensor_operations.safetensors beside this file: tensor operations as PyTorch 1.13 computes them.

Run: /usr/bin/python3 tensor_operations.py   (Debian: apt-get install python3-torch)
A case NAME holds its inputs NAME.in.*, the result NAME.out, and for differentiable ones random weights NAME.weight and the gradients
NAME.grad.* of sum(out * weight). All are float32, row-major and little-endian.
"""
import json, os, struct
import numpy as np
import torch
import torch.nn.functional as F

torch.manual_seed(20)
torch.set_num_threads(1)
r, u, store = torch.randn, torch.rand, {}


def case(name, inputs, function):
    leaves = {k: v.clone().requires_grad_() for k, v in inputs.items()}
    out = function(**leaves)
    weight = torch.randn(out.shape)
    (out * weight).sum().backward()
    for k, v in leaves.items():
        store[f"{name}.in.{k}"], store[f"{name}.grad.{k}"] = v, v.grad
    store[f"{name}.out"], store[f"{name}.weight"] = out, weight


def value(name, inputs, function):
    """A case without gradients."""
    for k, v in inputs.items():
        store[f"{name}.in.{k}"] = v
    store[f"{name}.out"] = function(**inputs).float()


wide = torch.cat([r(40) * 3, torch.tensor([0., -0., 1, -1, 6, -6, 12, -12])]).reshape(4, 12)
positive = u(4, 12) * 5 + .01
case("sqrt", dict(x=positive), lambda x: x.sqrt())
case("rsqrt", dict(x=positive), lambda x: x.rsqrt())
case("square", dict(x=wide), lambda x: x.square())
case("tanh", dict(x=wide), lambda x: x.tanh())
case("sin", dict(x=wide), lambda x: x.sin())
case("cos", dict(x=wide), lambda x: x.cos())
case("erf", dict(x=wide), lambda x: x.erf())
case("gelu", dict(x=wide), lambda x: F.gelu(x))
case("gelu_tanh", dict(x=wide), lambda x: F.gelu(x, approximate="tanh"))
case("silu", dict(x=wide), lambda x: F.silu(x))
case("softplus", dict(x=wide * 4), lambda x: F.softplus(x))
case("leaky_relu", dict(x=wide), lambda x: F.leaky_relu(x, .1))
case("elu", dict(x=wide), lambda x: F.elu(x, 1.5))
case("abs", dict(x=wide), lambda x: x.abs())
case("clamp", dict(x=wide), lambda x: x.clamp(-1, 1))
case("clamp_min", dict(x=wide), lambda x: x.clamp(min=.5))
case("round", dict(x=torch.tensor([-2.5, -1.5, -.5, .5, 1.5, 2.5, .3, -.7])), lambda x: x.round())
case("floor", dict(x=wide), lambda x: x.floor())
case("ceil", dict(x=wide), lambda x: x.ceil())
case("sign", dict(x=wide), lambda x: x.sign())
case("pow_scalar", dict(x=positive), lambda x: x ** 2.5)
case("pow_whole", dict(x=torch.tensor([-2., -.5, 0, .5, 2])), lambda x: x ** 3)
case("pow_zero", dict(x=torch.tensor([-2., 0, 2])), lambda x: x ** 0)
case("pow_tensor", dict(a=u(3, 1, 4) + .5, b=r(2, 1)), lambda a, b: a ** b)
case("pow_of_zero", dict(a=torch.zeros(3), b=torch.tensor([0., 1, 2])), lambda a, b: a ** b)
ties = torch.tensor([[1., 2, 3], [2, 2, 2]])
case("maximum", dict(a=ties, b=torch.tensor([2., 2, 2])), lambda a, b: torch.maximum(a, b))
case("minimum", dict(a=ties, b=torch.tensor([[2.], [1]])), lambda a, b: torch.minimum(a, b))
for name, sign in dict(eq="==", ne="!=", gt=">", ge=">=", lt="<", le="<=").items():
    value(name, dict(a=torch.tensor([[1., 2, float("nan")], [3, 2, 1]]), b=torch.tensor([2., 2, 2])), lambda a, b: eval(f"a {sign} b"))
three = r(3, 4, 5)
case("sum_dims", dict(x=three), lambda x: x.sum((0, 2)))
case("mean_dims_keep", dict(x=three), lambda x: x.mean((1, -1), keepdim=True))
case("var", dict(x=three), lambda x: x.var())
case("var_dim", dict(x=three), lambda x: x.var(1))
case("var_dim_biased", dict(x=three), lambda x: x.var(-1, unbiased=False, keepdim=True))
case("std", dict(x=three), lambda x: x.std())
case("std_dim", dict(x=three), lambda x: x.std(0, keepdim=True))
case("norm", dict(x=three), lambda x: x.norm())
case("norm_zero", dict(x=torch.zeros(3)), lambda x: x.norm())
case("norm_dim", dict(x=three), lambda x: x.norm(dim=1))
case("max_values", dict(x=three), lambda x: x.max(1, keepdim=True).values)
case("min_values", dict(x=three), lambda x: x.min(2).values)
value("max_indices", dict(x=ties), lambda x: x.max(0).indices)
value("argmax", dict(x=three), lambda x: x.argmax())
value("argmin_dim", dict(x=three), lambda x: x.argmin(1, keepdim=True))
value("any_dim", dict(x=torch.tensor([[0., 1], [0, 0]])), lambda x: x.bool().any(1))
value("all_dim", dict(x=torch.tensor([[2., 1], [1, 0]])), lambda x: x.bool().all(0, keepdim=True))
case("log_sum_exp", dict(x=three * 50), lambda x: x.logsumexp(1))
case("softmax_dim", dict(x=three), lambda x: x.softmax(1))
case("log_softmax_dim", dict(x=three), lambda x: x.log_softmax(0))
case("cumsum", dict(x=three), lambda x: x.cumsum(1))
case("sort", dict(x=three), lambda x: x.sort(1).values)
value("sort_indices", dict(x=three), lambda x: x.sort(1, descending=True).indices)
value("argsort", dict(x=three), lambda x: x.argsort(-1))
case("topk", dict(x=three), lambda x: x.topk(2, 1).values)
value("topk_indices", dict(x=three), lambda x: x.topk(3, 2, largest=False).indices)
index = torch.tensor([[[0, 2, 1, 0, 0]], [[3, 3, 1, 2, 0]], [[1, 1, 1, 1, 1]]])
store["index"] = index.float()
case("gather", dict(x=three), lambda x: x.gather(1, index))
case("scatter", dict(x=three, s=r(3, 1, 5)), lambda x, s: x.scatter(1, index, s))
case("scatter_add", dict(x=three, s=r(3, 1, 5)), lambda x, s: x.scatter_add(1, index, s))
case("index_select", dict(x=three), lambda x: x.index_select(1, torch.tensor([3, 0, 3])))
case("masked_fill", dict(x=three), lambda x: x.masked_fill(x > .5, -1))
case("masked_select", dict(x=three), lambda x: x[x > .5])
case("where", dict(a=r(4, 1), b=r(1, 3)), lambda a, b: torch.where(a.detach() > 0, a, b))
case("index_range", dict(x=three), lambda x: x[1:3, ..., 1:-1])
case("index_mixed", dict(x=three), lambda x: x[-1, :2, 3])
case("unsqueeze_squeeze", dict(x=three), lambda x: x[:, :1].squeeze(1).unsqueeze(-1))
case("stack", dict(a=r(2, 3), b=r(2, 3)), lambda a, b: torch.stack([a, b], -1))
case("cat", dict(a=r(2, 3), b=r(2, 1)), lambda a, b: torch.cat([a, b], 1))
case("split", dict(x=r(5, 2)), lambda x: x.split(2)[2] * x.split([1, 4])[1][0])
case("chunk", dict(x=r(2, 5)), lambda x: x.chunk(3, 1)[1] * x.chunk(3, 1)[2])
case("permute", dict(x=three), lambda x: x.permute(-1, 0, 1))
case("transpose", dict(x=three), lambda x: x.transpose(0, -1))
case("flatten", dict(x=r(2, 3, 2, 2)), lambda x: x.flatten(1, 2))
case("expand", dict(x=r(3, 1)), lambda x: x.expand(2, -1, 4))
case("repeat", dict(x=r(2, 3)), lambda x: x.repeat(2, 1, 3))
case("flip", dict(x=three), lambda x: x.flip(0, 2))
case("roll", dict(x=three), lambda x: x.roll(-2, 1))
case("tril", dict(x=r(2, 4, 3)), lambda x: x.tril(-1))
case("triu", dict(x=r(2, 4, 3)), lambda x: x.triu(1))
value("one_hot", dict(x=torch.tensor([[0., 2], [1, 1]])), lambda x: F.one_hot(x.long(), 3))
case("matmul_batch", dict(a=r(3, 7, 9), b=r(3, 9, 5)), lambda a, b: a @ b)
case("matmul_broadcast", dict(a=r(2, 1, 3, 4), b=r(5, 4, 6)), lambda a, b: a @ b)
case("matmul_matrix", dict(a=r(2, 3, 4), b=r(4, 5)), lambda a, b: a @ b)
case("matmul_left_matrix", dict(a=r(3, 4), b=r(2, 4, 5)), lambda a, b: a @ b)
case("matmul_dot", dict(a=r(6), b=r(6)), lambda a, b: a @ b)
case("matmul_vector", dict(a=r(2, 3, 4), b=r(4)), lambda a, b: a @ b)
case("matmul_left_vector", dict(a=r(4), b=r(2, 4, 3)), lambda a, b: a @ b)
case("linear_3d", dict(x=r(2, 3, 4), w=r(5, 4), b=r(5)), lambda x, w, b: F.linear(x, w, b))
value("arange", {}, lambda: torch.arange(2, 3.1, .25))
value("linspace", {}, lambda: torch.linspace(-1, 2, 7))
value("eye", {}, lambda: torch.eye(3))

header, blobs, at = {}, [], 0
for key, tensor in store.items():
    raw = np.ascontiguousarray(tensor.detach().numpy().astype(np.float32)).tobytes()
    header[key] = {"dtype": "F32", "shape": list(tensor.shape), "data_offsets": [at, at + len(raw)]}
    blobs.append(raw)
    at += len(raw)
text = json.dumps(header, separators=(",", ":")).encode()
text += b" " * (-len(text) % 8)
with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "tensor_operations.safetensors"), "wb") as file:
    file.write(struct.pack("<Q", len(text)) + text + b"".join(blobs))
