"""Writes nn_optim.safetensors: layers, losses, optimizers and schedules of PyTorch 1.13, and Muon and Lookahead from their papers.

Run: /usr/bin/python3 nn_optim.py   (Debian: apt-get install python3-torch)
Layers and losses: NAME.in.* (inputs), NAME.out, NAME.weight, NAME.grad.* (gradient of sum(out * weight)), losses also NAME.target, as
the indices of embedding.
Optimizers: path.NAME.matrix [12, 6, 4] and path.NAME.vector [12, 5], the weights after each of 12 given gradients.
The vector of adam_late has its first gradient at the sixth.
Schedules: schedule.NAME, one learning rate for each step; plateau.NAME.values and the .rates after each.
"""
import json, math, os, struct
import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F
from torch.optim import lr_scheduler as lr

HERE = os.path.dirname(os.path.abspath(__file__))
torch.set_num_threads(1)
store = {}


def save(name):
    header, blobs, at = {}, [], 0
    for key, value in store.items():
        a = value.detach().numpy() if isinstance(value, torch.Tensor) else np.asarray(value, np.float32)
        raw = np.ascontiguousarray(a.astype(np.float32)).tobytes()
        header[key] = {"dtype": "F32", "shape": list(a.shape), "data_offsets": [at, at + len(raw)]}
        blobs.append(raw)
        at += len(raw)
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    with open(os.path.join(HERE, name), "wb") as f:
        f.write(struct.pack("<Q", len(text)) + text + b"".join(blobs))


def case(name, inputs, function, **targets):
    leaves = {k: v.clone().requires_grad_() for k, v in inputs.items()}
    out = function(**leaves)
    weight = torch.randn(out.shape)
    (out * weight).sum().backward()
    for k, v in leaves.items():
        store[f"{name}.in.{k}"], store[f"{name}.grad.{k}"] = v, v.grad
    store[f"{name}.out"], store[f"{name}.weight"] = out, weight
    for k, v in targets.items():
        store[f"{name}.{k}"] = v.float()


def layers():
    torch.manual_seed(1)
    r = torch.randn
    case("tanh", dict(x=r(4, 9) * 2), lambda x: nn.Tanh()(x))
    case("gelu", dict(x=r(4, 9) * 2), lambda x: nn.GELU()(x))
    case("gelu_tanh", dict(x=r(4, 9) * 2), lambda x: nn.GELU(approximate="tanh")(x))
    case("silu", dict(x=r(4, 9) * 2), lambda x: nn.SiLU()(x))
    case("leaky_relu", dict(x=r(4, 9)), lambda x: nn.LeakyReLU(0.1)(x))
    case("elu", dict(x=r(4, 9)), lambda x: nn.ELU(1.5)(x))
    case("softmax", dict(x=r(3, 7) * 3), lambda x: nn.Softmax(-1)(x))
    case("softmax_first", dict(x=r(3, 7) * 3), lambda x: nn.Softmax(0)(x))
    case("log_softmax", dict(x=r(3, 7) * 3), lambda x: nn.LogSoftmax(-1)(x))
    case("layer_norm", dict(x=r(5, 11) * 2 + 1, w=r(11), b=r(11)), lambda x, w, b: F.layer_norm(x, (11,), w, b))
    case("layer_norm_3d", dict(x=r(2, 3, 37) * 2 + 1, w=r(37), b=r(37)), lambda x, w, b: F.layer_norm(x, (37,), w, b))
    case("layer_norm_two", dict(x=r(4, 3, 8), w=r(3, 8), b=r(3, 8)), lambda x, w, b: F.layer_norm(x, (3, 8), w, b, 1e-3))
    case("layer_norm_plain", dict(x=r(4, 6)), lambda x: F.layer_norm(x, (6,)))
    case("group_norm", dict(x=r(3, 6, 5, 4) * 2 + 1, w=r(6), b=r(6)), lambda x, w, b: F.group_norm(x, 3, w, b))
    case("group_norm_one", dict(x=r(3, 6, 5), w=r(6), b=r(6)), lambda x, w, b: F.group_norm(x, 1, w, b))
    case("group_norm_flat", dict(x=r(3, 6), w=r(6), b=r(6)), lambda x, w, b: F.group_norm(x, 2, w, b))
    case("group_norm_plain", dict(x=r(2, 4, 3, 3)), lambda x: F.group_norm(x, 4))
    i = torch.tensor([[0, 3, 3], [4, 1, 0]])
    case("embedding", dict(w=r(5, 4)), lambda w: F.embedding(i, w), target=i)


def losses():
    torch.manual_seed(2)
    r = torch.randn
    x, y, t = r(6, 3) * 2, torch.rand(6, 3), r(6, 3)
    for reduction in ("mean", "sum", "none"):
        case(f"bce_with_logits_{reduction}", dict(x=x), lambda x: F.binary_cross_entropy_with_logits(x, y, reduction=reduction), target=y)
        case(f"bce_{reduction}", dict(x=torch.rand(6, 3)), lambda x: F.binary_cross_entropy(x, y, reduction=reduction), target=y)
        case(f"l1_{reduction}", dict(x=x, t=t), lambda x, t: F.l1_loss(x, t, reduction=reduction))
        case(f"mse_{reduction}", dict(x=x, t=t), lambda x, t: F.mse_loss(x, t, reduction=reduction))
        case(f"huber_{reduction}", dict(x=x, t=t), lambda x, t: F.huber_loss(x, t, reduction=reduction, delta=0.7))
        case(f"smooth_l1_{reduction}", dict(x=x, t=t), lambda x, t: F.smooth_l1_loss(x, t, reduction=reduction, beta=0.7))
        case(f"kl_div_{reduction}", dict(x=r(6, 3).log_softmax(-1)), lambda x: F.kl_div(x, t.softmax(-1), reduction=reduction),
             target=t.softmax(-1))
    case("kl_div_batchmean", dict(x=r(6, 3).log_softmax(-1)), lambda x: F.kl_div(x, t.softmax(-1), reduction="batchmean"),
         target=t.softmax(-1))
    case("bce_with_logits_extreme", dict(x=torch.tensor([-200., -50, 0, 50, 200])),
         lambda x: F.binary_cross_entropy_with_logits(x, torch.tensor([1., 0, 1, 1, 0])), target=torch.tensor([1., 0, 1, 1, 0]))
    c = torch.tensor([3, 0, 9, 1, 9, 4])
    for reduction in ("sum", "none"):
        case(f"cross_entropy_{reduction}", dict(x=r(6, 10) * 3),
             lambda x: F.cross_entropy(x, c, reduction=reduction, label_smoothing=.1), target=c)
        case(f"nll_{reduction}", dict(x=r(6, 10).log_softmax(-1)), lambda x: F.nll_loss(x, c, reduction=reduction), target=c)


class Muon(torch.optim.Optimizer):
    """Jordan, 2024, with the scale of Liu et al., 2025, equation 4; AdamW (betas 0.9, 0.95, epsilon 1e-10) for what is no matrix."""

    def __init__(self, parameters, lr, momentum=.95, weight_decay=.1):
        super().__init__(parameters, dict(lr=lr, momentum=momentum, weight_decay=weight_decay))

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            lr, mu, decay = group["lr"], group["momentum"], group["weight_decay"]
            for p in group["params"]:
                state = self.state[p]
                p.mul_(1 - lr * decay)
                if p.dim() == 2:
                    m = state.setdefault("m", torch.zeros_like(p))
                    m.copy_(mu * m + (1 - mu) * p.grad)
                    update = mu * m + (1 - mu) * p.grad
                    p.sub_(lr * .2 * math.sqrt(max(p.shape)) * self.orthogonalize(update))
                    continue
                state["step"] = state.get("step", 0) + 1
                m, v = state.setdefault("m", torch.zeros_like(p)), state.setdefault("v", torch.zeros_like(p))
                m.copy_(.9 * m + .1 * p.grad)
                v.copy_(.95 * v + .05 * p.grad ** 2)
                p.sub_(lr * (m / (1 - .9 ** state["step"])) / ((v / (1 - .95 ** state["step"])).sqrt() + 1e-10))

    @staticmethod
    def orthogonalize(g):
        x = g.T if g.shape[0] > g.shape[1] else g
        x = x / (x.norm() + 1e-7)
        for _ in range(5):
            a = x @ x.T
            x = 3.4445 * x + (-4.7750 * a + 2.0315 * a @ a) @ x
        return x.T if g.shape[0] > g.shape[1] else x


class Lookahead:
    """Zhang et al., 2019, algorithm 1."""

    def __init__(self, inner, k, alpha):
        self.inner, self.k, self.alpha, self.count = inner, k, alpha, 0
        self.parameters = [p for group in inner.param_groups for p in group["params"]]
        self.slow = [p.detach().clone() for p in self.parameters]

    @torch.no_grad()
    def step(self):
        self.inner.step()
        self.count += 1
        if self.count % self.k == 0:
            for slow, p in zip(self.slow, self.parameters):
                slow.add_(self.alpha * (p - slow))
                p.copy_(slow)


def optimizers():
    torch.manual_seed(3)
    o, r = torch.optim, torch.randn
    matrix, vector = r(6, 4), r(5)
    grads_matrix, grads_vector = r(12, 6, 4), r(12, 5)
    store.update({"start.matrix": matrix, "start.vector": vector, "grads.matrix": grads_matrix, "grads.vector": grads_vector})
    for name, make in {
        "rmsprop": lambda m, v: o.RMSprop([m, v], .01),
        "rmsprop_momentum_decay": lambda m, v: o.RMSprop([m, v], .01, alpha=.9, eps=1e-4, weight_decay=.05, momentum=.8),
        "adam_late": lambda m, v: o.Adam([m, v], .01),
        "adam_decay": lambda m, v: o.Adam([m, v], .01, betas=(.8, .98), weight_decay=.05),
        "sgd_groups": lambda m, v: o.SGD([dict(params=[m], lr=.02, weight_decay=.1, momentum=.5), dict(params=[v])], .1, momentum=.9),
        "adamw_groups": lambda m, v: o.AdamW([dict(params=[m], lr=.002, weight_decay=0), dict(params=[v])], .01, weight_decay=.1),
        "muon": lambda m, v: Muon([m, v], .02),
        "lookahead_sgd": lambda m, v: Lookahead(o.SGD([m, v], .1, momentum=.9), 5, .5),
        "lookahead_adam": lambda m, v: Lookahead(o.Adam([m, v], .01), 3, .8)}.items():
        m, v = nn.Parameter(matrix.clone()), nn.Parameter(vector.clone())
        optimizer, path = make(m, v), ([], [])
        for step, (gm, gv) in enumerate(zip(grads_matrix, grads_vector)):
            m.grad, v.grad = gm.clone(), None if name == "adam_late" and step < 5 else gv.clone()
            optimizer.step()
            path[0].append(m.detach().clone())
            path[1].append(v.detach().clone())
        store[f"path.{name}.matrix"], store[f"path.{name}.vector"] = torch.stack(path[0]), torch.stack(path[1])


def schedule(name, make, steps, start=.1):
    optimizer = torch.optim.SGD([nn.Parameter(torch.zeros(1))], start)
    schedulers, rates = make(optimizer), []
    for _ in range(steps):
        rates.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        for one in schedulers if isinstance(schedulers, list) else [schedulers]:
            one.step()
    store[f"schedule.{name}"] = rates


def plateau(name, values, **settings):
    optimizer = torch.optim.SGD([nn.Parameter(torch.zeros(1))], .1)
    scheduler, rates = lr.ReduceLROnPlateau(optimizer, **settings), []
    for value in values:
        scheduler.step(value)
        rates.append(optimizer.param_groups[0]["lr"])
    store[f"plateau.{name}.values"], store[f"plateau.{name}.rates"] = values, rates


def schedules():
    schedule("cosine", lambda o: lr.CosineAnnealingLR(o, 20, .001), 21)
    schedule("step", lambda o: lr.StepLR(o, 4, .3), 15)
    schedule("exponential", lambda o: lr.ExponentialLR(o, .8), 15)
    schedule("linear", lambda o: lr.LinearLR(o, total_iters=6), 10)
    schedule("linear_cosine", lambda o: [lr.LinearLR(o, .1, total_iters=4), lr.CosineAnnealingLR(o, 20)], 21)
    values = [1, .9, .95, .92, .91, .9, .89, .8999, .9, .9, .9, .7, .7, .7, .7, .7, .6999, .7, .7, .7, .7, .7, .7, .7]
    plateau("min", values, factor=.5, patience=2)
    plateau("max", [1 - value for value in values], mode="max", factor=.1, patience=1, cooldown=2, threshold_mode="abs", threshold=.001)
    plateau("floor", [1.] * 20, factor=.1, patience=0, min_lr=2e-4)


layers(); losses(); optimizers(); schedules()
save("nn_optim.safetensors")
