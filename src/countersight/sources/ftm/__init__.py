"""Entities in the form of FollowTheMoney, as OpenSanctions publishes them: in and out."""
