"""Following sources: what is due is asked for, what came is decided on, what was decided is kept, in one transaction.

    due -> ask (in threads, through the gate, politely) -> read (in a process that can be killed)
        -> match with what is known -> decide -> keep: entries, captures, pages to visit, when it is due again

`deciding` and `visiting` are pure; `asking` is the side of the network, `keeping` that of the store, `cycle` runs both.
One process at a time follows: the others see that it does, and leave it to it.
"""
